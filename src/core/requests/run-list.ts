import { z } from 'zod';
import { RUN_GROUPINGS } from '../../contract/run-list.ts';
import { runId, text, whole } from './words.ts';

const MOST_RUNS = 1_000_000;
const tags = z.array(text(60).min(1)).max(1000);
const moment = z.number().min(0).max(8.64e15).nullable();
const viewName = text(100).min(1);

/** What the calls about many runs take. */
export const RUN_LIST_ARGUMENTS = {
  listRunFacts: z.tuple([
    z.strictObject({
      since: whole(0, Number.MAX_SAFE_INTEGER).optional(),
      after: text(200).optional(),
      limit: whole(1, 100_000).optional(),
    }),
  ]),
  editRuns: z.tuple([
    z.array(runId).max(MOST_RUNS),
    z.strictObject({
      addTags: tags.optional(),
      removeTags: tags.optional(),
      archived: z.boolean().optional(),
      pinned: z.boolean().optional(),
    }),
  ]),
  putBackRuns: z.tuple([
    z
      .array(
        z.strictObject({
          id: runId,
          tags: z.array(text(1000)).max(10_000),
          archivedAt: moment,
          pinnedAt: moment,
        }),
      )
      .max(MOST_RUNS),
  ]),
  listViews: z.tuple([]),
  saveView: z.tuple([
    z.strictObject({
      name: viewName,
      filter: text(1000),
      grouping: z.enum(RUN_GROUPINGS),
      sort: z.strictObject({ column: text(100), descending: z.boolean() }),
      columns: z.array(text(100)).max(200),
      archived: z.enum(['hidden', 'shown', 'only']),
    }),
  ]),
  deleteView: z.tuple([viewName]),
} as const;
