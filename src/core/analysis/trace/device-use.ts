import type { DeviceUse } from '../../../contract/trace-report.ts';
import { detailOfRows, ofStrings } from './details.ts';
import { deviceOf, type GpuWork } from './gpu-work.ts';
import { usesTensorCores } from './names.ts';
import { placesUpTo, sortedByKey } from './rows-in-time.ts';
import { intersectionOf, lengthOf, lengthWithin, unionOf, type TimeRanges } from './time-ranges.ts';
import type { TraceColumns } from './trace-columns.ts';

export interface DeviceRanges {
  readonly device: number;
  /** Its places in order of start. */
  readonly places: Uint32Array;
  readonly busy: TimeRanges;
  readonly kernels: TimeRanges;
  readonly compute: TimeRanges;
  readonly communication: TimeRanges;
  readonly memory: TimeRanges;
}

/** What ran on each device, streams laid over each other. */
export function deviceRanges(work: GpuWork): readonly DeviceRanges[] {
  return work.devices.map((device) => {
    const places =
      work.devices.length === 1
        ? work.inTime
        : work.inTime.filter((place) => deviceOf(work, place) === device);
    const those = (counts: (place: number) => boolean): TimeRanges =>
      unionOf(places, work.startNs, work.endNs, counts);
    const { isKernel, isCommunication } = work;
    return {
      device,
      places,
      busy: unionOf(places, work.startNs, work.endNs),
      kernels: those((place) => isKernel[place] === 1),
      compute: those((place) => isKernel[place] === 1 && isCommunication[place] === 0),
      communication: those((place) => isCommunication[place] === 1),
      memory: those((place) => isKernel[place] === 0),
    };
  });
}

/** `window` is from the first step's start to the last one's end; null where there are no steps. */
export function deviceUse(
  columns: TraceColumns,
  work: GpuWork,
  ranges: readonly DeviceRanges[],
  window: { readonly fromNs: number; readonly toNs: number } | null,
  originNs: number,
): readonly DeviceUse[] {
  const blocks = detailOfRows(columns, 'blocks-per-sm', work.row);
  const occupancy = detailOfRows(columns, 'occupancy-percent', work.row);
  const onTensorCores = ofStrings(columns, (name) => usesTensorCores(name) === true);
  return ranges.map(({ device, places, busy, kernels, compute, communication, memory }): DeviceUse => {
    const fromNs = busy.from[0] ?? originNs;
    const toNs = busy.to[busy.count - 1] ?? fromNs;
    const busyNs = lengthOf(busy);
    const communicationNs = lengthOf(communication);
    const measured = window ?? { fromNs, toNs };
    const windowNs = measured.toNs - measured.fromNs;
    let kernelNs = 0;
    let tensorNs = 0;
    for (const place of places) {
      if (work.isKernel[place] !== 1) continue;
      const duration = (work.endNs[place] as number) - (work.startNs[place] as number);
      kernelNs += duration;
      if (onTensorCores(columns.name[work.row[place] as number] as number)) tensorNs += duration;
    }
    return {
      device,
      name: columns.info.devices.find(({ id }) => id === device)?.name ?? null,
      fromUs: (fromNs - originNs) / 1000,
      toUs: (toNs - originNs) / 1000,
      busyUs: busyNs / 1000,
      idleUs: (toNs - fromNs - busyNs) / 1000,
      computeUs: lengthOf(compute) / 1000,
      communicationUs: communicationNs / 1000,
      memoryUs: lengthOf(memory) / 1000,
      overlapShare:
        communicationNs > 0 ? lengthOf(intersectionOf(communication, compute)) / communicationNs : null,
      smEfficiencyPercent:
        windowNs > 0
          ? percent(smBusyNs(work, places, blocks, measured.fromNs, measured.toNs), windowNs)
          : null,
      occupancyPercent: meanOccupancy(work, places, occupancy, measured.fromNs, measured.toNs),
      utilizationPercent:
        window !== null && windowNs > 0
          ? percent(lengthWithin(kernels, window.fromNs, window.toNs), windowNs)
          : null,
      tensorCoreShare: kernelNs > 0 ? tensorNs / kernelNs : null,
    };
  });
}

const percent = (part: number | null, whole: number): number | null =>
  part === null ? null : (100 * part) / whole;

/**
 * Time by the share of multiprocessors that had a block: blocks per multiprocessor of all kernels then running, at
 * most 1. Null where no kernel tells.
 */
function smBusyNs(
  work: GpuWork,
  places: Uint32Array,
  blocks: Float64Array,
  fromNs: number,
  toNs: number,
): number | null {
  const starts = places.filter((place) => work.isKernel[place] === 1 && (blocks[place] as number) > 0);
  if (starts.length === 0) return null;
  const endTimes = new Float64Array(starts.length);
  for (let at = 0; at < starts.length; at += 1) endTimes[at] = work.endNs[starts[at] as number] as number;
  const ends = sortedByKey(placesUpTo(starts.length), endTimes);
  let sum = 0;
  let running = 0;
  let count = 0;
  let before = fromNs;
  let ended = 0;
  const advance = (time: number): void => {
    const until = Math.min(toNs, Math.max(fromNs, time));
    if (count > 0 && until > before) sum += Math.min(1, running) * (until - before);
    if (until > before) before = until;
  };
  const endBefore = (time: number): void => {
    while (ended < ends.length) {
      const at = ends[ended] as number;
      const end = endTimes[at] as number;
      if (end > time) break;
      advance(end);
      running -= blocks[starts[at] as number] as number;
      count -= 1;
      if (count === 0) running = 0;
      ended += 1;
    }
  };
  for (const place of starts) {
    const start = work.startNs[place] as number;
    endBefore(start);
    advance(start);
    running += blocks[place] as number;
    count += 1;
  }
  endBefore(Number.POSITIVE_INFINITY);
  return sum;
}

/** Weighted by duration, of kernels that have it. */
function meanOccupancy(
  work: GpuWork,
  places: Uint32Array,
  occupancy: Float64Array,
  fromNs: number,
  toNs: number,
): number | null {
  let sum = 0;
  let weight = 0;
  for (const place of places) {
    const value = occupancy[place] as number;
    if (work.isKernel[place] !== 1 || !(value >= 0)) continue;
    const length =
      Math.min(toNs, work.endNs[place] as number) - Math.max(fromNs, work.startNs[place] as number);
    if (length <= 0) continue;
    sum += value * length;
    weight += length;
  }
  return weight > 0 ? sum / weight : null;
}
