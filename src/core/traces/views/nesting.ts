import type { TraceColumns } from '../../analysis/trace/trace-columns.ts';
import type { Turns } from './turns.ts';

/** What is inside of what. Four bytes twice, and one more, for each span: made when it is first needed. */
export interface Nesting {
  /** Spans of one track after the other, in order of start, an outer one before those inside of it. */
  readonly order: Uint32Array;
  /** −1 for none. */
  readonly parent: Int32Array;
  /** No span around it has its name: those alone add up to a name's total. */
  readonly isOutermost: Uint8Array;
}

/** `summed` gives the name by which a span is added up. */
export async function nestingOf(
  columns: TraceColumns,
  summed: (name: number) => number,
  names: number,
  turns: Turns,
): Promise<Nesting> {
  const { rowCount, lanes } = columns;
  const order = new Uint32Array(rowCount);
  const parent = new Int32Array(rowCount).fill(-1);
  const isOutermost = new Uint8Array(rowCount);
  const openOfName = new Uint32Array(names);
  for (let lane = 0; lane < lanes.count;) {
    let after = lane + 1;
    while (after < lanes.count && lanes.track[after] === lanes.track[lane]) after += 1;
    await orderTrack(columns, lane, after, order, turns);
    await nestTrack(columns, lane, after, order, parent, isOutermost, openOfName, summed, turns);
    lane = after;
  }
  return { order, parent, isOutermost };
}

/** Merges lanes two by two: each is in order by itself. */
async function orderTrack(
  { lanes, startNs }: TraceColumns,
  fromLane: number,
  toLane: number,
  order: Uint32Array,
  turns: Turns,
): Promise<void> {
  const begin = lanes.firstRow[fromLane] as number;
  const end = lanes.firstRow[toLane] as number;
  for (let row = begin; row < end; row += 1) order[row] = row;
  let edges = Array.from(lanes.firstRow.subarray(fromLane, toLane + 1));
  if (edges.length <= 2) return;
  let source: Uint32Array = order.subarray(begin, end);
  let target: Uint32Array = new Uint32Array(end - begin);
  while (edges.length > 2) {
    const next = [edges[0] as number];
    for (let at = 0; at + 1 < edges.length; at += 2) {
      const left = (edges[at] as number) - begin;
      const middle = (edges[at + 1] as number) - begin;
      const right = (edges[at + 2] ?? (edges[at + 1] as number)) - begin;
      let [a, b] = [left, middle];
      for (let into = left; into < right; into += 1) {
        const isOuter =
          b >= right ||
          (a < middle &&
            // Outer lanes come first in the index, so that they win where both begin together.
            (startNs[source[a] as number] as number) <= (startNs[source[b] as number] as number));
        target[into] = source[isOuter ? a++ : b++] as number;
        if (turns.isOver()) await turns.next();
      }
      next.push(right + begin);
    }
    [source, target] = [target, source];
    edges = next;
  }
  if (source.buffer !== order.buffer) order.set(source, begin);
}

async function nestTrack(
  { lanes, startNs, durationNs, name }: TraceColumns,
  fromLane: number,
  toLane: number,
  order: Uint32Array,
  parent: Int32Array,
  isOutermost: Uint8Array,
  openOfName: Uint32Array,
  summed: (name: number) => number,
  turns: Turns,
): Promise<void> {
  const open: number[] = [];
  const endOf = (row: number): number => (startNs[row] as number) + (durationNs[row] as number);
  const close = (): void => {
    const own = summed(name[open.pop() as number] as number);
    openOfName[own] = (openOfName[own] as number) - 1;
  };
  const end = lanes.firstRow[toLane] as number;
  for (let at = lanes.firstRow[fromLane] as number; at < end; at += 1) {
    const row = order[at] as number;
    const start = startNs[row] as number;
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      // What lasts no time lies inside of what begins or ends there.
      const isAround = start < endOf(top) || (start === endOf(top) && endOf(row) === start && row > top);
      if (isAround && row > top) break;
      close();
    }
    const around = open.at(-1);
    if (around !== undefined) parent[row] = around;
    const own = summed(name[row] as number);
    isOutermost[row] = openOfName[own] === 0 ? 1 : 0;
    openOfName[own] = (openOfName[own] as number) + 1;
    open.push(row);
    if (turns.isOver()) await turns.next();
  }
  while (open.length > 0) close();
}
