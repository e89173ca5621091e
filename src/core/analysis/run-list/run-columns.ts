import type { NumberColumn, TextColumn } from './filter-fields.ts';

/** How a column of the table sorts: by a number, by words, or by what is worked out. */
type SortBy =
  | { readonly by: 'number'; readonly column: NumberColumn }
  | { readonly by: 'text'; readonly column: TextColumn }
  | { readonly by: 'title' | 'tags' | 'shape' | 'spread' | 'version' | 'trust' };

export interface RunColumnFacts {
  readonly title: string;
  readonly sort: SortBy;
  /** What a first press on its head wants to see on top. */
  readonly largestFirst: boolean;
}

const number = (title: string, column: NumberColumn, largestFirst = false): RunColumnFacts => ({
  title,
  sort: { by: 'number', column },
  largestFirst,
});
const text = (title: string, column: TextColumn): RunColumnFacts => ({
  title,
  sort: { by: 'text', column },
  largestFirst: false,
});

/** The columns that a table of runs can have, in their usual order. */
export const RUN_COLUMNS = {
  status: text('Status', 'status'),
  trust: { title: 'Trust', sort: { by: 'trust' }, largestFirst: false },
  name: { title: 'Name', sort: { by: 'title' }, largestFirst: false },
  model: text('Model', 'model'),
  version: { title: 'Version', sort: { by: 'version' }, largestFirst: true },
  level: text('Level', 'level'),
  provider: text('Provider', 'provider'),
  work: { title: 'Batch × seq', sort: { by: 'shape' }, largestFirst: false },
  p50: number('p50', 'p50Ms'),
  mean: number('Mean', 'meanMs'),
  p95: number('p95', 'p95Ms'),
  p99: number('p99', 'p99Ms'),
  samplesPerSecond: number('Samples/s', 'samplesPerSecond', true),
  tokensPerSecond: number('Tokens/s', 'tokensPerSecond', true),
  count: number('Iterations', 'count', true),
  memory: number('Peak memory', 'peakBytes', true),
  energy: number('J/inference', 'joulesPerInference'),
  threads: number('Threads', 'threads', true),
  host: text('Machine', 'host'),
  spark: { title: 'Distribution', sort: { by: 'spread' }, largestFirst: false },
  tags: { title: 'Tags', sort: { by: 'tags' }, largestFirst: false },
  when: number('When', 'createdAt', true),
} as const satisfies Readonly<Record<string, RunColumnFacts>>;

export type RunColumnId = keyof typeof RUN_COLUMNS;

export const RUN_COLUMN_IDS = Object.keys(RUN_COLUMNS) as readonly RunColumnId[];

export function isRunColumn(id: string): id is RunColumnId {
  return Object.hasOwn(RUN_COLUMNS, id);
}

export function runColumn(id: RunColumnId): RunColumnFacts {
  return RUN_COLUMNS[id];
}
