import { z } from 'zod';
import { path, whole } from './words.ts';

const pruneRequest = z.strictObject({
  keepMonths: whole(1, 1200).optional(),
  forGood: z.boolean().optional(),
});

export const UPKEEP_ARGUMENTS = {
  upkeep: z.tuple([]),
  setUpkeep: z.tuple([
    z.strictObject({
      keepMonths: whole(1, 1200).nullable().optional(),
      backupDays: whole(1, 3650).nullable().optional(),
      backupsKept: whole(1, 1000).optional(),
      secondFolder: path.nullable().optional(),
    }),
  ]),
  backupStore: z.tuple([]).or(z.tuple([path.optional()])),
  restoreStore: z.tuple([path]),
  checkStore: z.tuple([]),
  planPrune: z.tuple([pruneRequest]),
  pruneStore: z.tuple([pruneRequest]),
  compactStore: z.tuple([]),
} as const;
