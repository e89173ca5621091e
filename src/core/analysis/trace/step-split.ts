import type { StepSplit } from '../../../contract/trace-report.ts';
import type { GpuWork } from './gpu-work.ts';
import { ofStrings } from './details.ts';
import { isCommunicationCall, isDataLoading } from './names.ts';
import { endOfRow, placesUpTo, rowsOfKinds, sortedByKey } from './rows-in-time.ts';
import type { Step } from './steps.ts';
import { differenceOf, intersectionOf, lengthWithin, unionOf, type TimeRanges } from './time-ranges.ts';
import type { TraceColumns } from './trace-columns.ts';

/** In order of precedence: each moment counts for the first of these that was going on. */
const PARTS = [
  'kernelUs',
  'memcpyUs',
  'memsetUs',
  'communicationUs',
  'runtimeUs',
  'dataLoaderUs',
  'cpuUs',
] as const;
type Part = (typeof PARTS)[number];

export function stepSplits(
  columns: TraceColumns,
  work: GpuWork,
  steps: readonly Step[],
  originNs: number,
): readonly StepSplit[] {
  const order = placesUpTo(steps.length);
  let free = unionOf(
    order,
    Float64Array.from(steps, ({ fromNs }) => fromNs),
    Float64Array.from(steps, ({ toNs }) => toNs),
  );
  const parts = partsOf(columns, work);
  const spent = new Map<Part, TimeRanges>();
  for (const part of PARTS) {
    const taken = intersectionOf(free, parts[part]);
    free = differenceOf(free, taken);
    spent.set(part, taken);
  }
  return steps.map(({ name, fromNs, toNs }) => {
    const us = (ranges: TimeRanges | undefined): number =>
      ranges === undefined ? 0 : lengthWithin(ranges, fromNs, toNs) / 1000;
    return {
      name,
      startUs: (fromNs - originNs) / 1000,
      durationUs: (toNs - fromNs) / 1000,
      kernelUs: us(spent.get('kernelUs')),
      memcpyUs: us(spent.get('memcpyUs')),
      memsetUs: us(spent.get('memsetUs')),
      communicationUs: us(spent.get('communicationUs')),
      runtimeUs: us(spent.get('runtimeUs')),
      dataLoaderUs: us(spent.get('dataLoaderUs')),
      cpuUs: us(spent.get('cpuUs')),
      otherUs: us(free),
    };
  });
}

export function meanSplit(splits: readonly StepSplit[]): StepSplit | null {
  const [first] = splits;
  if (first === undefined) return null;
  const mean = (key: keyof Omit<StepSplit, 'name'>): number =>
    splits.reduce((sum, split) => sum + split[key], 0) / splits.length;
  return {
    name: 'mean',
    startUs: first.startUs,
    durationUs: mean('durationUs'),
    kernelUs: mean('kernelUs'),
    memcpyUs: mean('memcpyUs'),
    memsetUs: mean('memsetUs'),
    communicationUs: mean('communicationUs'),
    runtimeUs: mean('runtimeUs'),
    dataLoaderUs: mean('dataLoaderUs'),
    cpuUs: mean('cpuUs'),
    otherUs: mean('otherUs'),
  };
}

function partsOf(columns: TraceColumns, work: GpuWork): Record<Part, TimeRanges> {
  const { isKernel, isMemset, isCommunication } = work;
  const ofWork = (counts: (place: number) => boolean): TimeRanges =>
    unionOf(work.inTime, work.startNs, work.endNs, counts);
  const calls = sortedByKey(rowsOfKinds(columns, ['operator', 'annotation']), columns.startNs);
  const runtime = sortedByKey(rowsOfKinds(columns, ['runtime', 'driver']), columns.startNs);
  const loads = ofStrings(columns, isDataLoading);
  const speaks = ofStrings(columns, isCommunicationCall);
  const { name } = columns;
  return {
    kernelUs: ofWork((place) => isKernel[place] === 1 && isCommunication[place] === 0),
    memcpyUs: ofWork((place) => isKernel[place] === 0 && isMemset[place] === 0),
    memsetUs: ofWork((place) => isMemset[place] === 1),
    communicationUs: mergedRanges(
      ofWork((place) => isCommunication[place] === 1),
      rangesOfRows(columns, calls, (row) => speaks(name[row] as number)),
    ),
    runtimeUs: rangesOfRows(columns, runtime),
    dataLoaderUs: rangesOfRows(columns, calls, (row) => loads(name[row] as number)),
    cpuUs: rangesOfRows(columns, calls, (row) => !loads(name[row] as number) && !speaks(name[row] as number)),
  };
}

/** Of rows in order of start, those that count. */
function rangesOfRows(
  columns: TraceColumns,
  rows: Uint32Array,
  counts?: (row: number) => boolean,
): TimeRanges {
  const from = new Float64Array(rows.length);
  const to = new Float64Array(rows.length);
  let count = 0;
  for (const row of rows) {
    if (counts !== undefined && !counts(row)) continue;
    from[count] = columns.startNs[row] as number;
    to[count] = endOfRow(columns, row);
    count += 1;
  }
  return unionOf(placesUpTo(count), from, to);
}

function mergedRanges(one: TimeRanges, other: TimeRanges): TimeRanges {
  if (other.count === 0) return one;
  if (one.count === 0) return other;
  const froms = new Float64Array(one.count + other.count);
  froms.set(one.from);
  froms.set(other.from, one.count);
  const tos = new Float64Array(froms.length);
  tos.set(one.to);
  tos.set(other.to, one.count);
  return unionOf(sortedByKey(placesUpTo(froms.length), froms), froms, tos);
}
