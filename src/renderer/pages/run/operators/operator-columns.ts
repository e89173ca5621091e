import {
  formatBytes,
  formatCount,
  formatDuration,
  formatNumber,
  formatScaled,
  NOT_MEASURED,
} from '../../../../contract/units.ts';
import { formatFlops } from '../../../../core/analysis/run-words.ts';
import { formatGigabytes } from '../../../../core/charts/roofline.ts';
import type { OperatorRow } from './operator-rows.ts';

export const COLUMN_IDS = [
  'name',
  'op',
  'provider',
  'share',
  'self',
  'interval',
  'kernel',
  'launch',
  'wait',
  'rate',
  'bandwidth',
  'attained',
  'count',
  'total',
  'flops',
  'bytes',
  'intensity',
  'memory',
] as const;
export type ColumnId = (typeof COLUMN_IDS)[number];

export interface OperatorColumn {
  readonly title: string;
  /** With its unit, in what leaves the page. */
  readonly csv: string;
  readonly track: string;
  readonly isText?: true;
  /** What it is sorted by, and what leaves the page; null where it is not known. */
  readonly value: (row: OperatorRow) => number | string | null;
  readonly text: (row: OperatorRow) => string;
  /** What it means, where the title does not say it all. */
  readonly help: string;
  /** Why a value may be missing. */
  readonly missing: string;
}

const NOT_TOLD = 'The provider does not time its kernels.';
const UNKNOWN_WORK = 'No rule tells this operator’s work, or its shapes are not known.';

export const COLUMNS: Readonly<Record<ColumnId, OperatorColumn>> = {
  name: {
    title: 'Name',
    csv: 'name',
    track: 'minmax(190px, 1fr)',
    isText: true,
    value: ({ label }) => label,
    text: ({ label }) => label,
    help: '',
    missing: '',
  },
  op: {
    title: 'Operator',
    csv: 'operator',
    track: '116px',
    isText: true,
    value: ({ op }) => op,
    text: ({ op }) => op,
    help: '',
    missing: '',
  },
  provider: {
    title: 'Provider',
    csv: 'provider',
    track: '64px',
    isText: true,
    value: ({ provider }) => provider,
    text: ({ provider }) => provider,
    help: '',
    missing: '',
  },
  count: {
    title: 'Count',
    csv: 'executions an iteration',
    track: '56px',
    value: ({ sum }) => sum.perIteration,
    text: ({ sum }) => (Number.isInteger(sum.perIteration) ? formatCount : formatNumber)(sum.perIteration),
    help: 'Executions in one iteration',
    missing: '',
  },
  self: {
    title: 'Own time',
    csv: 'own time (ms)',
    track: '76px',
    value: ({ sum }) => sum.selfMs,
    text: ({ sum }) => formatDuration(sum.selfMs),
    help: 'Of one iteration, what recording costs taken off, scaled to the clean time',
    missing: '',
  },
  interval: {
    title: '95 %',
    csv: 'own time, ± (ms)',
    track: '72px',
    value: ({ sum }) => halfWidth(sum.selfMsCi95),
    text: ({ sum }) => plusMinus(sum.selfMsCi95),
    help: 'Interval of the own time over the profiled iterations. Of several operators the ends are added: at least as wide as it has to be',
    missing: 'An interval needs 5 profiled iterations of each operator.',
  },
  share: {
    title: 'Share',
    csv: 'share of the clean time',
    track: '112px',
    value: ({ sum }) => sum.share,
    text: ({ sum }) => shareWords(sum.share),
    help: 'Own time over the mean iteration of the clean pass',
    missing: '',
  },
  total: {
    title: 'Total',
    csv: 'total time (ms)',
    track: '76px',
    value: ({ sum }) => sum.totalMs,
    text: ({ sum }) => formatDuration(sum.totalMs),
    help: 'With the operators that ran inside of it',
    missing: '',
  },
  kernel: {
    title: 'GPU',
    csv: 'GPU kernels (ms)',
    track: '72px',
    value: ({ sum }) => sum.gpu?.kernelMs ?? null,
    text: ({ sum }) => formatDuration(sum.gpu?.kernelMs),
    help: 'What its kernels took on the GPU',
    missing: NOT_TOLD,
  },
  launch: {
    title: 'Launch',
    csv: 'launch (ms)',
    track: '72px',
    value: ({ sum }) => sum.gpu?.launchMs ?? null,
    text: ({ sum }) => formatDuration(sum.gpu?.launchMs),
    help: 'What the processor took to launch them',
    missing: NOT_TOLD,
  },
  wait: {
    title: 'Wait',
    csv: 'wait (ms)',
    track: '72px',
    value: ({ sum }) => sum.gpu?.waitMs ?? null,
    text: ({ sum }) => formatDuration(sum.gpu?.waitMs),
    help: 'What it waited for the GPU',
    missing: NOT_TOLD,
  },
  flops: {
    title: 'FLOPs',
    csv: 'FLOPs an iteration',
    track: '72px',
    value: ({ sum }) => sum.flops?.amount ?? null,
    text: ({ sum }) => formatScaled(sum.flops?.amount),
    help: 'Operations of one iteration, two for each multiply-add',
    missing: UNKNOWN_WORK,
  },
  bytes: {
    title: 'Bytes',
    csv: 'bytes moved an iteration',
    track: '80px',
    value: ({ sum }) => sum.bytes?.amount ?? null,
    text: ({ sum }) => formatBytes(sum.bytes?.amount),
    help: 'Read and written in one iteration, each operand once',
    missing: UNKNOWN_WORK,
  },
  intensity: {
    title: 'FLOP/B',
    csv: 'FLOPs per byte',
    track: '64px',
    value: ({ sum }) => sum.flopsPerByte,
    text: ({ sum }) => formatNumber(sum.flopsPerByte),
    help: 'Intensity: operations for each byte moved',
    missing: UNKNOWN_WORK,
  },
  rate: {
    title: 'FLOP/s',
    csv: 'FLOP/s',
    track: '96px',
    value: ({ sum }) => perSecond(sum.flops),
    text: ({ sum }) => rateWords(perSecond(sum.flops)),
    help: 'Reached, in its own time; on a GPU in that of its kernels',
    missing: UNKNOWN_WORK,
  },
  bandwidth: {
    title: 'Bandwidth',
    csv: 'bytes per second',
    track: '80px',
    value: ({ sum }) => perSecond(sum.bytes),
    text: ({ sum }) => bandwidthWords(perSecond(sum.bytes)),
    help: 'Reached, if every operand came from memory',
    missing: UNKNOWN_WORK,
  },
  attained: {
    title: 'Of roof',
    csv: 'share of the attainable rate',
    track: '60px',
    value: ({ attained }) => attained,
    text: ({ attained }) => shareWords(attained),
    help: 'Of the rate that the measured ceilings allow at this intensity. Above 100 %: caches served what the roof takes from memory',
    missing: 'The ceilings of where it ran were not measured, or its work is not known.',
  },
  memory: {
    title: 'Allocated',
    csv: 'allocated (bytes)',
    track: '84px',
    value: ({ sum }) => sum.allocatedBytes,
    text: ({ sum }) => formatBytes(sum.allocatedBytes),
    help: 'Newly taken while it ran; negative where it gave more back',
    missing: 'The provider tells nothing of its memory.',
  },
};

/** Of profiles in which some provider timed its kernels. */
export const GPU_COLUMNS: ReadonlySet<ColumnId> = new Set<ColumnId>(['kernel', 'launch', 'wait']);

/** What a window of 1280 px has room for; with a GPU's own, what was reached lies beyond it. */
export const SHOWN_AT_FIRST: readonly ColumnId[] = [
  'name',
  'op',
  'provider',
  'share',
  'self',
  'interval',
  'rate',
  'bandwidth',
  'attained',
  'count',
  'kernel',
  'launch',
  'wait',
];

/** Missing values come last either way: they are no small numbers. Ties keep the order of execution. */
export function byColumn(
  id: ColumnId,
  isDescending: boolean,
): (one: OperatorRow, other: OperatorRow) => number {
  const { value } = COLUMNS[id];
  const sign = isDescending ? -1 : 1;
  return (one, other) => {
    const a = value(one);
    const b = value(other);
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    if (typeof a === 'string' || typeof b === 'string') return sign * collator.compare(String(a), String(b));
    return sign * (a - b);
  };
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

export function perSecond(work: OperatorRow['sum']['flops']): number | null {
  return work === null || work.ms <= 0 || work.amount === 0 ? null : (work.amount / work.ms) * 1e3;
}

export function rateWords(rate: number | null): string {
  return rate === null ? NOT_MEASURED : `${formatFlops(rate)}/s`;
}

export function bandwidthWords(bytesPerSecond: number | null): string {
  return bytesPerSecond === null ? NOT_MEASURED : formatGigabytes(bytesPerSecond / 1e9);
}

/** "62 %", "0.41 %": the small ones are what a long table is made of. */
export function shareWords(share: number | null): string {
  if (share === null) return NOT_MEASURED;
  const percent = share * 100;
  if (percent !== 0 && Math.abs(percent) < 0.01) return '< 0.01 %';
  return `${formatNumber(percent, percent >= 1 ? 3 : 2)} %`;
}

function halfWidth(interval: readonly [number, number] | null): number | null {
  return interval === null ? null : (interval[1] - interval[0]) / 2;
}

function plusMinus(interval: readonly [number, number] | null): string {
  const half = halfWidth(interval);
  return half === null ? NOT_MEASURED : `± ${formatDuration(half)}`;
}
