import { ofStrings } from './details.ts';
import type { GpuWork } from './gpu-work.ts';
import { hostSegments, type HostSegments } from './host-segments.ts';
import { isDataLoading } from './names.ts';
import { kindMask } from './rows-in-time.ts';
import type { Step } from './steps.ts';
import type { TraceColumns } from './trace-columns.ts';

/** What of a trace the way back through one step looks at. */
export interface StepWork {
  readonly threads: readonly HostSegments[];
  /** Places in order of their end. */
  readonly byEnd: Uint32Array;
  /** The work before it on its stream, by place; −1 for none. */
  readonly before: Int32Array;
  /** Of a call: the work it launched that ended last. */
  readonly launched: ReadonlyMap<number, number>;
}

const HOST_WORK = kindMask(['operator', 'runtime', 'driver']);
const MARKS = kindMask(['annotation']);

/** Made once for all steps. */
export interface WorkOrder {
  readonly before: Int32Array;
  /** Of the places up to each in order of start, the latest end: so that a window's first is found by halving. */
  readonly latestEnd: Float64Array;
}

export function workOrder({ count, inTime, endNs, streams }: GpuWork): WorkOrder {
  const before = new Int32Array(count).fill(-1);
  for (const { places } of streams) {
    for (let at = 1; at < places.length; at += 1) before[places[at] as number] = places[at - 1] as number;
  }
  const latestEnd = new Float64Array(count);
  let latest = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < count; at += 1) {
    latest = Math.max(latest, endNs[inTime[at] as number] as number);
    latestEnd[at] = latest;
  }
  return { before, latestEnd };
}

export function stepWork(columns: TraceColumns, work: GpuWork, order: WorkOrder, step: Step): StepWork {
  const loads = ofStrings(columns, isDataLoading);
  const isLookedAt = (row: number): boolean => {
    const kind = columns.kind[row] as number;
    return HOST_WORK[kind] === 1 || (MARKS[kind] === 1 && loads(columns.name[row] as number));
  };
  const places = placesWithin(work, order, step.fromNs, step.toNs);
  const launched = new Map<number, number>();
  for (const place of places) {
    const launch = work.launch[place] as number;
    const known = launched.get(launch);
    if (known === undefined || (work.endNs[place] as number) > (work.endNs[known] as number)) {
      launched.set(launch, place);
    }
  }
  return {
    threads: hostSegments(columns, isLookedAt, step.fromNs, step.toNs),
    byEnd: places.sort((a, b) => (work.endNs[a] as number) - (work.endNs[b] as number)),
    before: order.before,
    launched,
  };
}

function placesWithin(work: GpuWork, { latestEnd }: WorkOrder, fromNs: number, toNs: number): Uint32Array {
  let low = 0;
  let high = latestEnd.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((latestEnd[middle] as number) > fromNs) high = middle;
    else low = middle + 1;
  }
  const places: number[] = [];
  for (let at = low; at < work.count; at += 1) {
    const place = work.inTime[at] as number;
    if ((work.startNs[place] as number) >= toNs) break;
    if ((work.endNs[place] as number) > fromNs) places.push(place);
  }
  return Uint32Array.from(places);
}

/** The place that ended last of those that ended after one time and not after the other; −1 for none. */
export function lastEnded(
  { byEnd }: StepWork,
  work: GpuWork,
  afterNs: number,
  untilNs: number,
  counts: (place: number) => boolean,
): number {
  let low = 0;
  let high = byEnd.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((work.endNs[byEnd[middle] as number] as number) <= untilNs) low = middle + 1;
    else high = middle;
  }
  for (let at = low - 1; at >= 0; at -= 1) {
    const place = byEnd[at] as number;
    if ((work.endNs[place] as number) <= afterNs) return -1;
    if (counts(place)) return place;
  }
  return -1;
}
