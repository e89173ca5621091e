import {
  columnVisibilityFeature,
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  type Row,
} from '@tanstack/react-table';
import type { Run } from '../../../contract/run.ts';
import { TRUST_VERDICTS } from '../../../contract/trust.ts';
import { runTitle } from './run-title.ts';
import { workOf } from './runs-filter.ts';

export const features = tableFeatures({
  rowSortingFeature,
  columnVisibilityFeature,
  sortedRowModel: createSortedRowModel(),
});

export type RunRow = Row<typeof features, Run>;

const helper = createColumnHelper<typeof features, Run>();

/** Missing values sort last in both directions: they are no small numbers. */
const measured = { sortUndefined: 'last', sortDescFirst: false } as const;
const largestFirst = { sortUndefined: 'last', sortDescFirst: true } as const;
const words = { sortFn: (a: RunRow, b: RunRow, id: string) => compareText(a.getValue(id), b.getValue(id)) };

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

function compareText(a: unknown, b: unknown): number {
  return collator.compare(String(a), String(b));
}

export const columns = helper.columns([
  helper.accessor((run) => run.status, { id: 'status', header: 'Status', ...words }),
  helper.accessor((run) => (run.trust === null ? undefined : TRUST_VERDICTS.indexOf(run.trust.verdict)), {
    id: 'trust',
    header: 'Trust',
    ...measured,
  }),
  helper.accessor((run) => runTitle(run), { id: 'name', header: 'Name', enableHiding: false, ...words }),
  helper.accessor((run) => run.model.name, { id: 'model', header: 'Model', ...words }),
  helper.accessor((run) => run.config.level ?? '', { id: 'level', header: 'Level', ...words }),
  helper.accessor((run) => run.config.provider, { id: 'provider', header: 'Provider', ...words }),
  helper.accessor((run) => workOf(run), {
    id: 'work',
    header: 'Batch × seq',
    sortFn: (a, b) => sizeOfWork(a.original) - sizeOfWork(b.original),
  }),
  helper.accessor((run) => run.latencyMs?.p50, { id: 'p50', header: 'p50', ...measured }),
  helper.accessor((run) => run.latencyMs?.p99, { id: 'p99', header: 'p99', ...measured }),
  helper.accessor((run) => run.throughput?.samplesPerSecond, {
    id: 'samplesPerSecond',
    header: 'Samples/s',
    ...largestFirst,
  }),
  helper.accessor((run) => run.throughput?.tokensPerSecond ?? undefined, {
    id: 'tokensPerSecond',
    header: 'Tokens/s',
    ...largestFirst,
  }),
  helper.accessor((run) => run.latencyMs?.count, { id: 'count', header: 'Iterations', ...largestFirst }),
  helper.accessor((run) => run.hardware?.workerPeakBytes ?? undefined, {
    id: 'memory',
    header: 'Peak memory',
    ...largestFirst,
  }),
  helper.accessor((run) => spread(run), { id: 'spark', header: 'Distribution', ...measured }),
  helper.accessor((run) => run.tags.join(' '), { id: 'tags', header: 'Tags', ...words }),
  helper.accessor((run) => run.createdAt, { id: 'when', header: 'When', sortDescFirst: true }),
]);

export type ColumnId =
  | 'status'
  | 'trust'
  | 'name'
  | 'model'
  | 'level'
  | 'provider'
  | 'work'
  | 'p50'
  | 'p99'
  | 'samplesPerSecond'
  | 'tokensPerSecond'
  | 'count'
  | 'memory'
  | 'spark'
  | 'tags'
  | 'when';

interface ColumnLook {
  /** A track of a CSS grid. */
  readonly track: string;
  readonly numeric?: boolean;
}

export const COLUMN_LOOK: Readonly<Record<ColumnId, ColumnLook>> = {
  status: { track: '102px' },
  trust: { track: '48px' },
  name: { track: 'minmax(160px, 3fr)' },
  model: { track: 'minmax(104px, 2fr)' },
  level: { track: '88px' },
  provider: { track: '64px' },
  work: { track: '76px', numeric: true },
  p50: { track: '112px', numeric: true },
  p99: { track: '68px', numeric: true },
  samplesPerSecond: { track: '70px', numeric: true },
  tokensPerSecond: { track: '72px', numeric: true },
  count: { track: '72px', numeric: true },
  memory: { track: '92px', numeric: true },
  spark: { track: '78px' },
  tags: { track: 'minmax(56px, 1fr)' },
  when: { track: '92px' },
};

/** What a window shows before its user chose: a narrow one leaves out what the name mostly says. */
export function shownAtFirst(windowWidth: number): Readonly<Partial<Record<ColumnId, boolean>>> {
  const wide = windowWidth >= 1400;
  return { tokensPerSecond: false, count: false, memory: false, level: wide, tags: wide };
}

function sizeOfWork({ config }: Run): number {
  return config.batch * 1e7 + (config.sequence ?? 0);
}

/** The distribution sorts by its spread: how far p99 lies above the median. */
function spread({ latencyMs }: Run): number | undefined {
  if (latencyMs === null || latencyMs.p50 === 0) return undefined;
  return (latencyMs.p99 ?? latencyMs.max) / latencyMs.p50;
}
