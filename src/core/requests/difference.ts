import { z } from 'zod';
import { runId, traceId } from './words.ts';

export const DIFFERENCE_ARGUMENTS = {
  getDifference: z.tuple([
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('runs'), a: runId, b: runId }),
      z.strictObject({
        kind: z.literal('traces'),
        a: traceId,
        b: traceId,
        by: z.enum(['kernels', 'operators']).optional(),
        per: z.enum(['step', 'trace']).optional(),
      }),
    ]),
  ]),
} as const;
