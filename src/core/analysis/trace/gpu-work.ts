import { SPAN_KINDS } from '../../../contract/trace.ts';
import { detailOfRows, ofStrings } from './details.ts';
import { launchesOf } from './launches.ts';
import { isCommunicationKernel } from './names.ts';
import { endOfRow, placesUpTo, rowsOfKinds, sortedByKey } from './rows-in-time.ts';
import type { TraceColumns } from './trace-columns.ts';

export interface WorkStream {
  readonly device: number;
  readonly stream: number;
  /** Its work in order of start: places in GpuWork. */
  readonly places: Uint32Array;
}

/** Kernels, copies and memsets by columns: a place each, in order of their rows. */
export interface GpuWork {
  readonly count: number;
  readonly row: Uint32Array;
  /** Places in order of start. */
  readonly inTime: Uint32Array;
  readonly startNs: Float64Array;
  readonly endNs: Float64Array;
  readonly isKernel: Uint8Array;
  readonly isMemset: Uint8Array;
  readonly isCommunication: Uint8Array;
  /** Into streams. */
  readonly stream: Uint16Array;
  readonly streams: readonly WorkStream[];
  readonly devices: readonly number[];
  /** The row of the call that launched it; −1 where the trace has none. */
  readonly launch: Int32Array;
}

const KERNEL = SPAN_KINDS.indexOf('kernel');
const MEMSET = SPAN_KINDS.indexOf('memset');

export function gpuWorkOf(columns: TraceColumns): GpuWork {
  const { kind, name, startNs: start } = columns;
  const row = rowsOfKinds(columns, ['kernel', 'memcpy', 'memset']);
  const count = row.length;
  const startNs = new Float64Array(count);
  const endNs = new Float64Array(count);
  const isKernel = new Uint8Array(count);
  const isMemset = new Uint8Array(count);
  const isCommunication = new Uint8Array(count);
  const speaks = ofStrings(columns, isCommunicationKernel);
  for (let place = 0; place < count; place += 1) {
    const at = row[place] as number;
    startNs[place] = start[at] as number;
    endNs[place] = endOfRow(columns, at);
    isKernel[place] = kind[at] === KERNEL ? 1 : 0;
    isMemset[place] = kind[at] === MEMSET ? 1 : 0;
    isCommunication[place] = kind[at] === KERNEL && speaks(name[at] as number) ? 1 : 0;
  }
  const inTime = sortedByKey(placesUpTo(count), startNs);
  const { stream, streams } = streamsOf(columns, row, inTime);
  return {
    count,
    row,
    inTime,
    startNs,
    endNs,
    isKernel,
    isMemset,
    isCommunication,
    stream,
    streams,
    devices: [...new Set(streams.map(({ device }) => device))].sort((a, b) => a - b),
    launch: launchesOf(columns, row, startNs),
  };
}

/** A stream is what a track of work says it is; where it says nothing, the track itself. */
function streamsOf(
  columns: TraceColumns,
  row: Uint32Array,
  inTime: Uint32Array,
): Pick<GpuWork, 'stream' | 'streams'> {
  const { track } = columns;
  const device = detailOfRows(columns, 'device', row);
  const streamNumber = detailOfRows(columns, 'stream', row);
  const stream = new Uint16Array(row.length);
  const known = new Map<string, number>();
  const found: { device: number; stream: number; count: number }[] = [];
  let last = { track: -1, device: Number.NaN, stream: Number.NaN, at: 0 };
  for (let place = 0; place < row.length; place += 1) {
    const own = track[row[place] as number] as number;
    const onDevice = device[place] as number;
    const onStream = streamNumber[place] as number;
    if (own !== last.track || !Object.is(onDevice, last.device) || !Object.is(onStream, last.stream)) {
      const key = `${own} ${onDevice} ${onStream}`;
      let at = known.get(key);
      if (at === undefined) {
        const named = columns.info.tracks[own];
        at = found.length;
        known.set(key, at);
        found.push({
          device: Number.isNaN(onDevice) ? numberIn(named?.process, 0) : onDevice,
          stream: Number.isNaN(onStream) ? numberIn(named?.name, own) : onStream,
          count: 0,
        });
      }
      last = { track: own, device: onDevice, stream: onStream, at };
    }
    stream[place] = last.at;
    const streamOfPlace = found[last.at];
    if (streamOfPlace) streamOfPlace.count += 1;
  }
  const filled = new Uint32Array(found.length);
  const places = found.map(({ count }) => new Uint32Array(count));
  for (const place of inTime) {
    const at = stream[place] as number;
    const next = filled[at] as number;
    (places[at] as Uint32Array)[next] = place;
    filled[at] = next + 1;
  }
  return {
    stream,
    streams: found.map((each, at) => ({ ...each, places: places[at] ?? new Uint32Array(0) })),
  };
}

function numberIn(text: string | undefined, otherwise: number): number {
  const digits = /\d+/.exec(text ?? '')?.[0];
  return digits === undefined ? otherwise : Number(digits);
}

export const deviceOf = (work: GpuWork, place: number): number =>
  work.streams[work.stream[place] as number]?.device ?? 0;
