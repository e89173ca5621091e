const AT_ONCE = 500;

/** A stretch of levels on which one quadratic is the cheapest cost so far: a θ² + b θ + c. */
interface Piece {
  /** Where the stretch ends; it begins where the one before it ends. */
  end: number;
  a: number;
  b: number;
  c: number;
  /** Where the last segment began, in the partition that costs this. */
  start: number;
}

/**
 * The cheapest partition of a series into segments of one level each, exactly: functional pruning of optimal
 * partitioning with the biweight loss min((x − θ)², bend²) and a penalty for each change (R-FPOP: Fearnhead & Rigaill,
 * "Changepoint detection in the presence of outliers", JASA 114, 2019; the pruning is Maidstone et al., Stat. Comput.
 * 27, 2017). The loss is bounded, so that an outlier never pays for a segment of its own. Values are in units of their
 * noise, about their middle. Returns where segments after the first one begin.
 */
export function* robustPartition(
  values: Float64Array,
  bend: number,
  penalty: number,
): Generator<void, number[]> {
  const count = values.length;
  if (count < 2) return [];
  const lastStart = new Int32Array(count);
  const ceiling = bend * bend;
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  let pieces: Piece[] = [{ end: highest, a: 0, b: 0, c: 0, start: 0 }];
  for (let at = 0; at < count; at += 1) {
    if (at % AT_ONCE === AT_ONCE - 1) yield;
    const paid = withLoss(pieces, values[at] as number, bend, ceiling, lowest);
    const best = cheapest(paid, lowest);
    lastStart[at] = best.start;
    pieces = at + 1 < count ? cutAt(paid, best.cost + penalty, at + 1, lowest) : paid;
  }
  const changes: number[] = [];
  for (let start = lastStart[count - 1] as number; start > 0; start = lastStart[start - 1] as number) {
    changes.push(start);
  }
  return changes.reverse();
}

function withLoss(
  pieces: readonly Piece[],
  x: number,
  bend: number,
  ceiling: number,
  lowest: number,
): Piece[] {
  const paid: Piece[] = [];
  let from = lowest;
  for (const { end, a, b, c, start } of pieces) {
    const low = x - bend;
    const high = x + bend;
    if (from < low) push(paid, { end: Math.min(end, low), a, b, c: c + ceiling, start });
    if (end > low && from < high) {
      push(paid, { end: Math.min(end, high), a: a + 1, b: b - 2 * x, c: c + x * x, start });
    }
    if (end > high || (end === high && from === end)) push(paid, { end, a, b, c: c + ceiling, start });
    from = end;
  }
  return paid;
}

function push(pieces: Piece[], piece: Piece): void {
  const last = pieces[pieces.length - 1];
  if (last && last.start === piece.start && last.a === piece.a && last.b === piece.b && last.c === piece.c) {
    last.end = piece.end;
  } else {
    pieces.push(piece);
  }
}

function cheapest(pieces: readonly Piece[], lowest: number): { cost: number; start: number } {
  let cost = Number.POSITIVE_INFINITY;
  let start = 0;
  let from = lowest;
  for (const piece of pieces) {
    const { a, b, c, end } = piece;
    const level = a > 0 ? Math.min(end, Math.max(from, -b / (2 * a))) : from;
    const here = (a * level + b) * level + c;
    if (here < cost) {
      cost = here;
      start = piece.start;
    }
    from = end;
  }
  return { cost, start };
}

/** Where a new segment is cheaper than any that is open, it takes over. */
function cutAt(pieces: readonly Piece[], price: number, start: number, lowest: number): Piece[] {
  const cut: Piece[] = [];
  const fresh = (end: number): void => push(cut, { end, a: 0, b: 0, c: price, start });
  let from = lowest;
  for (const piece of pieces) {
    const { a, b, c, end } = piece;
    if (a === 0) {
      if (c <= price) push(cut, { ...piece });
      else fresh(end);
    } else {
      const root = b * b - 4 * a * (c - price);
      const half = root > 0 ? Math.sqrt(root) / (2 * a) : 0;
      const middle = -b / (2 * a);
      const low = Math.max(from, middle - half);
      const high = Math.min(end, middle + half);
      if (root <= 0 || low >= high) {
        fresh(end);
      } else {
        if (low > from) fresh(low);
        push(cut, { ...piece, end: high });
        if (high < end) fresh(end);
      }
    }
    from = end;
  }
  return cut;
}
