import { SPAN_KINDS, type SpanKind } from '../../../contract/trace.ts';
import type { TraceColumns } from './trace-columns.ts';

/** One where the kind is asked for: to be looked up by the number that a row has. */
export function kindMask(kinds: readonly SpanKind[]): Uint8Array {
  const mask = new Uint8Array(256);
  for (const kind of kinds) mask[SPAN_KINDS.indexOf(kind)] = 1;
  return mask;
}

/** Rows of these kinds that have a place in time, ascending. */
export function rowsOfKinds(columns: TraceColumns, kinds: readonly SpanKind[]): Uint32Array {
  return rowsWithin(columns, kindMask(kinds), 0, columns.rowCount);
}

export function rowsWithin(columns: TraceColumns, mask: Uint8Array, from: number, to: number): Uint32Array {
  const { kind, startNs } = columns;
  let count = 0;
  for (let row = from; row < to; row += 1) {
    if (mask[kind[row] as number] === 1 && Number.isFinite(startNs[row])) count += 1;
  }
  const rows = new Uint32Array(count);
  let at = 0;
  for (let row = from; row < to; row += 1) {
    if (mask[kind[row] as number] !== 1 || !Number.isFinite(startNs[row])) continue;
    rows[at] = row;
    at += 1;
  }
  return rows;
}

/**
 * The same numbers in order of the key that each has; those with equal keys keep their order. Lanes come sorted, so
 * that merging the runs found is linear in the rows and logarithmic in the lanes.
 */
export function sortedByKey(items: Uint32Array, key: Float64Array): Uint32Array {
  let from: Uint32Array = items.slice();
  let runs = ascendingRuns(from, key);
  if (runs.length <= 2) return from;
  let to: Uint32Array = new Uint32Array(items.length);
  while (runs.length > 2) {
    const merged = [0];
    for (let run = 0; run + 1 < runs.length; run += 2) {
      const begin = runs[run] as number;
      const middle = runs[run + 1] as number;
      const end = runs[run + 2] ?? middle;
      mergeRuns(from, to, key, begin, middle, end);
      merged.push(end);
    }
    runs = merged;
    [from, to] = [to, from];
  }
  return from;
}

/** Where each begins, and the end. */
function ascendingRuns(items: Uint32Array, key: Float64Array): number[] {
  const runs = [0];
  for (let at = 1; at < items.length; at += 1) {
    if ((key[items[at] as number] as number) < (key[items[at - 1] as number] as number)) runs.push(at);
  }
  if (items.length > 0) runs.push(items.length);
  return runs;
}

function mergeRuns(
  from: Uint32Array,
  to: Uint32Array,
  key: Float64Array,
  begin: number,
  middle: number,
  end: number,
): void {
  let left = begin;
  let right = middle;
  for (let at = begin; at < end; at += 1) {
    const takesLeft =
      right >= end ||
      (left < middle && (key[from[left] as number] as number) <= (key[from[right] as number] as number));
    to[at] = from[takesLeft ? left : right] as number;
    if (takesLeft) left += 1;
    else right += 1;
  }
}

/** The way back: where among these each row is; 0 for the others. */
export function placesOfRows(rowCount: number, rows: Uint32Array): Uint32Array {
  const places = new Uint32Array(rowCount);
  for (let place = 0; place < rows.length; place += 1) places[rows[place] as number] = place;
  return places;
}

/** 0 to count − 1. */
export function placesUpTo(count: number): Uint32Array {
  const places = new Uint32Array(count);
  for (let place = 0; place < count; place += 1) places[place] = place;
  return places;
}

/** The row's end; a length below nothing counts as none. */
export function endOfRow({ startNs, durationNs }: TraceColumns, row: number): number {
  const start = startNs[row] as number;
  const duration = durationNs[row] as number;
  return duration > 0 ? start + duration : start;
}
