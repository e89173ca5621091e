import { z } from 'zod';
import { HISTORY_METRICS } from '../../contract/history.ts';
import { text } from './words.ts';

const model = text(4096).min(1);
const benchmark = text(1000).min(1);
const metric = z.enum(HISTORY_METRICS);

/** What the calls about histories take. */
export const HISTORY_ARGUMENTS = {
  listHistories: z.tuple([]),
  getHistory: z.tuple([
    z.strictObject({ model, benchmark: benchmark.optional(), metric: metric.optional() }),
  ]),
  setGoal: z.tuple([model, benchmark, metric, z.number().positive().nullable()]),
} as const;
