/** Fewer than one in so many rows: sorting them is quicker than counting over all rows. */
const SPARSE = 32;
/** A row and a place fit one double exactly. */
const MOST_PACKED = 2 ** 26;

/** The order of places by their row, equal ones as they came; null where they are in it already. */
export function orderByRow(rows: Uint32Array, rowCount: number): Uint32Array | null {
  if (isAscending(rows)) return null;
  return rows.length * SPARSE < rowCount && rowCount < MOST_PACKED && rows.length < MOST_PACKED
    ? sorted(rows)
    : counted(rows, rowCount);
}

function isAscending(rows: Uint32Array): boolean {
  for (let at = 1; at < rows.length; at++) {
    if ((rows[at] as number) < (rows[at - 1] as number)) return false;
  }
  return true;
}

function sorted(rows: Uint32Array): Uint32Array {
  const packed = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at++) packed[at] = (rows[at] as number) * MOST_PACKED + at;
  packed.sort();
  const order = new Uint32Array(rows.length);
  for (let at = 0; at < rows.length; at++) order[at] = (packed[at] as number) % MOST_PACKED;
  return order;
}

function counted(rows: Uint32Array, rowCount: number): Uint32Array {
  const next = new Uint32Array(rowCount + 1);
  for (let at = 0; at < rows.length; at++)
    next[(rows[at] as number) + 1] = (next[(rows[at] as number) + 1] as number) + 1;
  for (let row = 0; row < rowCount; row++) next[row + 1] = (next[row + 1] as number) + (next[row] as number);
  const order = new Uint32Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as number;
    const place = next[row] as number;
    order[place] = at;
    next[row] = place + 1;
  }
  return order;
}
