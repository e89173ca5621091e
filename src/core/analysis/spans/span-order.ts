import type { SpanTable } from '../../../contract/spans.ts';

export interface SpanOrder {
  /** Places in the table: of each track in order of start, an outer span before those inside it. */
  readonly order: Int32Array;
  /** Of each track, and one more for the end. */
  readonly trackBegin: Int32Array;
  /** Left out: the start is no number, or the track is none. */
  readonly unplaceable: number;
}

/** Sorts only where a table does not keep to its word. */
export function orderOfSpans(table: SpanTable): SpanOrder {
  const { track, startUs } = table;
  const trackCount = table.tracks.length;
  const isPlaceable = (at: number): boolean =>
    Number.isFinite(startUs[at] as number) && (track[at] as number) < trackCount;
  const trackBegin = new Int32Array(trackCount + 1);
  let count = 0;
  for (let at = 0; at < startUs.length; at += 1) {
    if (!isPlaceable(at)) continue;
    const after = (track[at] as number) + 1;
    trackBegin[after] = (trackBegin[after] as number) + 1;
    count += 1;
  }
  for (let each = 0; each < trackCount; each += 1) {
    trackBegin[each + 1] = (trackBegin[each + 1] as number) + (trackBegin[each] as number);
  }
  const next = trackBegin.slice();
  const order = new Int32Array(count);
  for (let at = 0; at < startUs.length; at += 1) {
    if (!isPlaceable(at)) continue;
    const own = track[at] as number;
    order[next[own] as number] = at;
    next[own] = (next[own] as number) + 1;
  }
  const compare = comparison(table);
  for (let each = 0; each < trackCount; each += 1) {
    const part = order.subarray(trackBegin[each], trackBegin[each + 1]);
    const isSorted = part.every((at, index) => index === 0 || compare(part[index - 1] as number, at) <= 0);
    if (!isSorted) part.sort(compare);
  }
  return { order, trackBegin, unplaceable: startUs.length - count };
}

function comparison({ startUs, depth }: SpanTable): (one: number, other: number) => number {
  return (one, other) =>
    (startUs[one] as number) - (startUs[other] as number) ||
    (depth[one] as number) - (depth[other] as number) ||
    one - other;
}
