import type { TraceUnit } from '../../../contract/trace.ts';
import type { TraceColumns } from '../../analysis/trace/trace-columns.ts';
import {
  eventedProfile,
  speedscopeDocument,
  type EventedHead,
  type OpenSpan,
  type SpeedscopeFrames,
} from '../spans/speedscope-document.ts';
import { rowsInTime } from './rows-in-time.ts';
import type { TraceWriter } from './types.ts';

const UNITS: Readonly<Record<TraceUnit, EventedHead['unit']>> = {
  ns: 'nanoseconds',
  bytes: 'bytes',
  samples: 'none',
  events: 'none',
};

/** Each track as a profile of its own, in the order of the trace. */
export const traceSpeedscopeFormat: TraceWriter = {
  id: 'speedscope',
  extension: 'speedscope.json',
  *write(columns) {
    const { info } = columns;
    yield* speedscopeDocument(info.name, function* (frames) {
      for (const [track, { process, name, spans }] of info.tracks.entries()) {
        if (spans === 0) continue;
        const [start, end] = extentOf(columns, track);
        const named = process === '' || process === name ? name : `${process}: ${name}`;
        yield eventedProfile(
          { name: named, unit: UNITS[info.unit], start, end },
          opened(columns, track, frames),
        );
      }
    });
  },
};

function* opened(columns: TraceColumns, track: number, frames: SpeedscopeFrames): Generator<OpenSpan> {
  const { startNs, durationNs, depth, name, strings } = columns;
  for (const row of rowsInTime(columns, track)) {
    const start = startNs[row] as number;
    yield {
      frame: frames.of(strings[name[row] as number] ?? ''),
      depth: depth[row] as number,
      start,
      end: start + (durationNs[row] as number),
    };
  }
}

function extentOf({ lanes, startNs, durationNs }: TraceColumns, track: number): [number, number] {
  let [start, end] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let lane = 0; lane < lanes.count; lane += 1) {
    if (lanes.track[lane] !== track) continue;
    const to = lanes.firstRow[lane + 1] as number;
    for (let row = lanes.firstRow[lane] as number; row < to; row += 1) {
      start = Math.min(start, startNs[row] as number);
      end = Math.max(end, (startNs[row] as number) + (durationNs[row] as number));
    }
  }
  return [start, end];
}
