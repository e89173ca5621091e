import type { TraceColumns } from '../../analysis/trace/trace-columns.ts';
import {
  fillZoom,
  firstZoomNodes,
  ZOOM_FAN,
  zoomColumns,
  zoomLevelCounts,
  type ZoomColumns,
} from '../zoom-levels.ts';

/** What is seen of lanes: spans, and runs of spans that are together no wider than a pixel. */
export interface ZoomRuns {
  count: number;
  lane: Uint32Array;
  /** Rows `row` to `row + rows − 1`, which follow one another in their lane. */
  row: Uint32Array;
  rows: Uint32Array;
  /** The row of the longest span among them. */
  longest: Uint32Array;
  longestNs: Float64Array;
  fromNs: Float64Array;
  toNs: Float64Array;
}

export function zoomRuns(room = 1024): ZoomRuns {
  return {
    count: 0,
    lane: new Uint32Array(room),
    row: new Uint32Array(room),
    rows: new Uint32Array(room),
    longest: new Uint32Array(room),
    longestNs: new Float64Array(room),
    fromNs: new Float64Array(room),
    toNs: new Float64Array(room),
  };
}

/** Of a window any time wide at any zoom what can be told apart, by looking at about as much as there are pixels. */
export interface TraceZoom {
  /** Adds what lies in [fromNs, toNs] of a lane to the runs, in order of time. */
  window(lane: number, fromNs: number, toNs: number, nsPerPixel: number, into: ZoomRuns): void;
}

/** Of an index as it is stored; of other columns the levels are made here. */
export function traceZoom(columns: TraceColumns & { readonly zoom?: ZoomColumns }): TraceZoom {
  const first = firstZoomNodes(columns.lanes);
  const nodes = columns.zoom ?? filled(columns, first);
  return {
    window(lane, fromNs, toNs, nsPerPixel, into) {
      const firstRow = columns.lanes.firstRow[lane] ?? 0;
      const rows = (columns.lanes.firstRow[lane + 1] ?? firstRow) - firstRow;
      if (rows === 0) return;
      const walk: Walk = {
        columns,
        nodes,
        levels: zoomLevelCounts(rows),
        levelAt: [],
        lane,
        firstRow,
        rows,
        fromNs,
        toNs,
        nsPerPixel,
        into,
      };
      let at = first[lane] ?? 0;
      for (const count of walk.levels) {
        walk.levelAt.push(at);
        at += count;
      }
      visit(walk, walk.levels.length, 0);
    },
  };
}

interface Walk {
  readonly columns: TraceColumns;
  readonly nodes: ZoomColumns;
  /** Nodes of each level from 1 up, and where they begin. */
  readonly levels: readonly number[];
  readonly levelAt: number[];
  readonly lane: number;
  readonly firstRow: number;
  readonly rows: number;
  readonly fromNs: number;
  readonly toNs: number;
  readonly nsPerPixel: number;
  readonly into: ZoomRuns;
}

function visit(walk: Walk, level: number, node: number): void {
  if (level === 0) {
    const row = walk.firstRow + node;
    const start = walk.columns.startNs[row] as number;
    const duration = walk.columns.durationNs[row] as number;
    if (start + duration >= walk.fromNs && start <= walk.toNs)
      add(walk, row, 1, start, start + duration, row, duration);
    return;
  }
  const { nodes } = walk;
  const at = (walk.levelAt[level - 1] as number) + node;
  const from = nodes.fromNs[at] as number;
  const to = nodes.toNs[at] as number;
  if (to < walk.fromNs || from > walk.toNs) return;
  if (to - from <= walk.nsPerPixel) {
    const size = ZOOM_FAN ** level;
    const row = node * size;
    const count = Math.min(size, walk.rows - row);
    const longest = nodes.longest[at] as number;
    add(walk, walk.firstRow + row, count, from, to, longest, nodes.longestNs[at] as number);
    return;
  }
  const below = level === 1 ? walk.rows : (walk.levels[level - 2] as number);
  const end = Math.min(below, (node + 1) * ZOOM_FAN);
  for (let child = node * ZOOM_FAN; child < end; child++) visit(walk, level - 1, child);
}

function add(
  { into, lane, nsPerPixel }: Walk,
  row: number,
  rows: number,
  fromNs: number,
  toNs: number,
  longest: number,
  longestNs: number,
): void {
  const last = into.count - 1;
  const isNext =
    last >= 0 && into.lane[last] === lane && (into.row[last] as number) + (into.rows[last] as number) === row;
  if (isNext && toNs - (into.fromNs[last] as number) <= nsPerPixel) {
    into.rows[last] = (into.rows[last] as number) + rows;
    into.toNs[last] = toNs;
    if (longestNs > (into.longestNs[last] as number)) {
      into.longest[last] = longest;
      into.longestNs[last] = longestNs;
    }
    return;
  }
  if (into.count === into.row.length) widen(into);
  const at = into.count++;
  into.lane[at] = lane;
  into.row[at] = row;
  into.rows[at] = rows;
  into.fromNs[at] = fromNs;
  into.toNs[at] = toNs;
  into.longest[at] = longest;
  into.longestNs[at] = longestNs;
}

function widen(runs: ZoomRuns): void {
  const wider = zoomRuns(runs.row.length * 2);
  for (const key of ['lane', 'row', 'rows', 'longest', 'longestNs', 'fromNs', 'toNs'] as const)
    wider[key].set(runs[key]);
  Object.assign(runs, wider, { count: runs.count });
}

function filled(columns: TraceColumns, first: Uint32Array): ZoomColumns {
  const nodes = zoomColumns(first.at(-1) ?? 0);
  const { firstRow, count } = columns.lanes;
  for (let lane = 0; lane < count; lane++) {
    const from = firstRow[lane] as number;
    const rows = (firstRow[lane + 1] as number) - from;
    fillZoom(columns.startNs, columns.durationNs, from, 0, rows, nodes, first[lane] as number);
  }
  return nodes;
}
