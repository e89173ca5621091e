import { isTransparent } from './core-op.ts';
import type { GraphSide } from './graph-side.ts';
import type { Labels } from './labels.ts';
import type { Matches } from './matches.ts';

/** Of a value that more nodes read, none is found by what it reads. */
const MOST_READERS = 64;
const LONGEST_CHAIN = 8;
const COMMUTES = new Set(['Add', 'Mul', 'Max', 'Min', 'Sum', 'And', 'Or', 'Xor', 'Equal']);

const PAIRS_A_TURN = 200;

/**
 * From each pair to what feeds both and to what both feed: what looks alike is a pair too, and so on. First what is
 * alike in every respect, then what does the same at other sizes.
 */
export function* matchNeighbours(matches: Matches, labels: Labels): Generator<void, void> {
  const isAlike: Alike = (x, y) => labels.own[0][x] === labels.own[1][y];
  const doesTheSame: Alike = (x, y) => matches.sameCore(x, y);
  let looked = 0;
  for (;;) {
    for (let pair = matches.fresh.pop(); pair !== undefined; pair = matches.fresh.pop()) {
      lookAround(matches, pair, isAlike);
      if (isAtEdge(matches, pair)) matches.edge.push(pair);
      looked += 1;
      if (looked % PAIRS_A_TURN === 0) yield;
    }
    const before = matches.count;
    const edge = matches.edge.splice(0).filter((pair) => isAtEdge(matches, pair));
    for (const pair of edge) {
      lookAround(matches, pair, doesTheSame);
      looked += 1;
      if (looked % PAIRS_A_TURN === 0) yield;
    }
    matches.edge.push(...edge);
    if (matches.count === before) return;
  }
}

/** Whether anything around a pair is still without a counterpart, on both sides. */
function isAtEdge({ a, b, toB, toA }: Matches, [x, y]: readonly [number, number]): boolean {
  return hasOpen(a, x, toB) && hasOpen(b, y, toA);
}

function hasOpen({ nodes, sources, readers }: GraphSide, place: number, to: Int32Array): boolean {
  return (
    (sources[place] ?? []).some((source) => to[source] === -1) ||
    (nodes[place]?.outputs ?? []).some((tensor) =>
      (readers[tensor] ?? []).some((reader) => to[reader] === -1),
    )
  );
}

type Alike = (a: number, b: number) => boolean;

function lookAround(matches: Matches, [x, y]: readonly [number, number], alike: Alike): void {
  const { a, b } = matches;
  lookAbove(
    matches,
    sourcesThrough(a, x, matches.toB),
    sourcesThrough(b, y, matches.toA),
    alike,
    a.core[x] ?? '',
  );
  const outputsB = b.nodes[y]?.outputs ?? [];
  for (const [slot, tensor] of (a.nodes[x]?.outputs ?? []).entries()) {
    const other = outputsB[slot] ?? -1;
    if (tensor < 0 || other < 0) continue;
    pairOnly(matches, readersThrough(a, tensor, matches.toB), readersThrough(b, other, matches.toA), alike);
  }
}

function lookAbove(
  matches: Matches,
  above: readonly number[],
  others: readonly number[],
  alike: Alike,
  core: string,
): void {
  if (above.length !== others.length || COMMUTES.has(core)) {
    pairOnly(matches, above, others, alike);
    if (above.length !== others.length) return;
  }
  for (const [slot, x] of above.entries()) {
    const y = others[slot] ?? -1;
    if (y >= 0 && matches.isFree(x, y) && alike(x, y)) matches.pair(x, y);
  }
}

/** Those that have one candidate each, and are that one's only candidate. */
function pairOnly(matches: Matches, from: readonly number[], to: readonly number[], alike: Alike): void {
  if (from.length > MOST_READERS || to.length > MOST_READERS) return;
  const open = from.filter((x) => matches.toB[x] === -1);
  const others = to.filter((y) => matches.toA[y] === -1);
  for (const x of open) {
    const found = others.filter((y) => matches.isFree(x, y) && alike(x, y));
    const [only] = found;
    if (found.length !== 1 || only === undefined) continue;
    if (open.filter((other) => matches.isFree(other, only) && alike(other, only)).length === 1)
      matches.pair(x, only);
  }
}

/** What makes a node's operands, looking through those that only quantise, and have no counterpart. */
function sourcesThrough({ nodes, sources }: GraphSide, place: number, to: Int32Array): readonly number[] {
  return (sources[place] ?? []).map((source) => {
    let at = source;
    for (let steps = 0; steps < LONGEST_CHAIN; steps += 1) {
      const before = sources[at]?.[0];
      if (to[at] !== -1 || before === undefined || !isTransparent(nodes[at]?.op ?? '')) break;
      at = before;
    }
    return at;
  });
}

function readersThrough(side: GraphSide, tensor: number, to: Int32Array, depth = 0): readonly number[] {
  const found = new Set<number>();
  for (const reader of side.readers[tensor] ?? []) {
    if (found.size > MOST_READERS) break;
    const node = side.nodes[reader];
    if (side.isConstant[reader] === 1 || node === undefined) continue;
    if (depth < LONGEST_CHAIN && to[reader] === -1 && isTransparent(node.op)) {
      const [first = -1] = node.outputs;
      for (const behind of readersThrough(side, first, to, depth + 1)) found.add(behind);
    } else found.add(reader);
  }
  return [...found];
}
