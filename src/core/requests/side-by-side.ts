import { z } from 'zod';
import { runId } from './words.ts';

/** Far above what is compared at once, so that the call itself says how many are. */
const MOST_NAMED = 10_000;

export const SIDE_BY_SIDE_ARGUMENTS = {
  compareRuns: z.tuple([z.array(runId).max(MOST_NAMED)]),
} as const;
