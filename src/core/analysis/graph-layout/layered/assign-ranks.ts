import { adjacencyOf } from './adjacency.ts';
import { PIN } from './level-graph.ts';

/**
 * The rank of each box, so that every arrow leads to a higher one. Longest path first (Eiglsperger, Siebenhaller,
 * Kaufmann, "An efficient implementation of Sugiyama's algorithm", 2005, use the same), then boxes with more arrows
 * out than in slide down towards what they feed, which is the step of the network simplex (Gansner and others, "A
 * technique for drawing directed graphs", 1993) that shortens most for the least time. Arrows must hold no cycle.
 */
export function assignRanks(
  from: Int32Array,
  to: Int32Array,
  pin: Uint8Array,
): { readonly rank: Int32Array; readonly rankCount: number } {
  const count = pin.length;
  const outgoing = adjacencyOf(from, count);
  const incoming = adjacencyOf(to, count);
  const degree = (box: number, { start }: typeof outgoing): number =>
    (start[box + 1] as number) - (start[box] as number);

  const hasFirst = pin.includes(PIN.first);
  const rank = new Int32Array(count);
  const waiting = new Int32Array(count);
  const order: number[] = [];
  for (let box = 0; box < count; box += 1) {
    rank[box] = hasFirst && pin[box] !== PIN.first ? 1 : 0;
    waiting[box] = degree(box, incoming);
    if (waiting[box] === 0) order.push(box);
  }
  for (let at = 0; at < order.length; at += 1) {
    const box = order[at] as number;
    for (let slot = outgoing.start[box] as number; slot < (outgoing.start[box + 1] as number); slot += 1) {
      const target = to[outgoing.arrows[slot] as number] as number;
      rank[target] = Math.max(rank[target] as number, (rank[box] as number) + 1);
      waiting[target] = (waiting[target] as number) - 1;
      if (waiting[target] === 0) order.push(target);
    }
  }
  for (let at = order.length - 1; at >= 0; at -= 1) {
    const box = order[at] as number;
    if (pin[box] !== PIN.none || degree(box, outgoing) <= degree(box, incoming)) continue;
    let lowest = Number.POSITIVE_INFINITY;
    for (let slot = outgoing.start[box] as number; slot < (outgoing.start[box + 1] as number); slot += 1) {
      const target = to[outgoing.arrows[slot] as number] as number;
      if (pin[target] !== PIN.last) lowest = Math.min(lowest, rank[target] as number);
    }
    if (Number.isFinite(lowest)) rank[box] = Math.max(rank[box] as number, lowest - 1);
  }
  let last = 0;
  for (let box = 0; box < count; box += 1)
    if (pin[box] !== PIN.last) last = Math.max(last, rank[box] as number);
  if (pin.includes(PIN.last)) {
    last += 1;
    for (let box = 0; box < count; box += 1) if (pin[box] === PIN.last) rank[box] = last;
  }
  return { rank, rankCount: count === 0 ? 0 : last + 1 };
}
