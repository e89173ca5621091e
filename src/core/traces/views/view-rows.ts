import type { SourceTrack } from '../../../contract/span-source.ts';
import type { TraceColumns } from '../../analysis/trace/trace-columns.ts';

/** Which lane of the index each row of the picture shows. */
export interface ViewRows {
  readonly tracks: readonly SourceTrack[];
  readonly rowCount: number;
  /** Of each row its lane; −1 − n for the summary of group n. */
  readonly laneOf: Int32Array;
  readonly rowOf: Int32Array;
  readonly groups: readonly ViewGroup[];
  /** In the order of the picture. */
  readonly members: readonly TrackLanes[];
}

/** The lanes of one track: `first` to just before `after`. */
export interface TrackLanes {
  readonly track: number;
  readonly first: number;
  readonly after: number;
}

export interface ViewGroup {
  readonly name: string;
  /** The outermost lane of each of its tracks. */
  readonly lanes: readonly number[];
}

/**
 * Tracks of one process together, in the order in which the first of each comes. A process has a row that sums it up
 * before its tracks, unless the trace is a single track.
 */
export function viewRows({ info, lanes }: TraceColumns): ViewRows {
  const groups = new Map<string, TrackLanes[]>();
  for (let lane = 0; lane < lanes.count;) {
    const track = lanes.track[lane] as number;
    let after = lane + 1;
    while (after < lanes.count && lanes.track[after] === track) after += 1;
    const process = info.tracks[track]?.process ?? '';
    const group = groups.get(process) ?? [];
    groups.set(process, group);
    group.push({ track, first: lane, after });
    lane = after;
  }
  const isSummed = groups.size > 1 || [...groups.values()].some((group) => group.length > 1);
  const tracks: SourceTrack[] = [];
  const laneOf = new Int32Array(lanes.count + groups.size);
  const rowOf = new Int32Array(lanes.count);
  let row = 0;
  [...groups].forEach(([group, members], index) => {
    if (isSummed) {
      tracks.push({ name: '', group, firstRow: row, rows: 1, isHeaded: false, isSummary: true });
      laneOf[row++] = -1 - index;
    }
    for (const { track, first, after } of members) {
      const name = info.tracks[track]?.name ?? '';
      tracks.push({ name, group, firstRow: row, rows: after - first, isHeaded: false });
      for (let lane = first; lane < after; lane += 1) {
        rowOf[lane] = row;
        laneOf[row++] = lane;
      }
    }
  });
  return {
    tracks,
    rowCount: row,
    laneOf: laneOf.slice(0, row),
    rowOf,
    groups: [...groups].map(([name, members]) => ({ name, lanes: members.map(({ first }) => first) })),
    members: [...groups.values()].flat(),
  };
}

/** The lane that a row of the index lies in. */
export function laneOfSpan({ lanes }: TraceColumns, span: number): number {
  let [low, high] = [0, lanes.count - 1];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((lanes.firstRow[middle] as number) <= span) low = middle;
    else high = middle - 1;
  }
  return low;
}
