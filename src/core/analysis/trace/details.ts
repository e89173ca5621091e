import type { DetailKey } from '../../../contract/trace.ts';
import type { DetailColumn, TraceColumns } from './trace-columns.ts';

/** The detail of each of these rows, which ascend; NaN where a row has none. */
export function detailOfRows(columns: TraceColumns, key: DetailKey, rows: Uint32Array): Float64Array {
  const { rows: having, values } = columns.detail(key);
  const found = new Float64Array(rows.length).fill(Number.NaN);
  let at = 0;
  for (let place = 0; place < rows.length && at < having.length; place += 1) {
    const row = rows[place] as number;
    while (at < having.length && (having[at] as number) < row) at += 1;
    if (having[at] === row) found[place] = values[at] as number;
  }
  return found;
}

/** Of one row; NaN where it has none. */
export function detailOf({ rows, values }: DetailColumn, row: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle] as number) < row) low = middle + 1;
    else high = middle;
  }
  return rows[low] === row ? (values[low] as number) : Number.NaN;
}

/** What a text says of itself, looked at once however many rows have it. */
export function ofStrings(
  columns: TraceColumns,
  test: (text: string) => boolean,
): (string: number) => boolean {
  const { strings } = columns;
  const known = new Uint8Array(strings.length);
  return (string) => {
    if (known[string] === 0) known[string] = test(strings[string] ?? '') ? 2 : 1;
    return known[string] === 2;
  };
}
