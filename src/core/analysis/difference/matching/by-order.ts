import { shapeKey, type GraphSide } from './graph-side.ts';
import type { Labels } from './labels.ts';
import type { Matches } from './matches.ts';

/** Cells of one table; a larger gap between known pairs is left as it is. */
const MOST_CELLS = 30_000_000;
const CELLS_A_TURN = 200_000;
const LEFT = 1;
const UP = 2;
const BOTH = 3;

/**
 * What is left, in the order of the file, between pairs that are known: the alignment of Needleman and Wunsch (1970)
 * that pairs most of what does the same, those of the same size and with the same neighbours before others.
 */
export function* matchOrder(matches: Matches, labels: Labels): Generator<void, void> {
  const gaps = gapsOf(matches);
  yield;
  if (gaps.length === 0) return;
  const scores = scorer(matches, labels);
  yield;
  for (const [gapA, gapB] of gaps) yield* alignGap(matches, labels, scores, gapA, gapB);
}

/** Runs of nodes without a counterpart, in graphs that are each other's, between pairs that lie in the same order. */
function gapsOf(matches: Matches): readonly (readonly [readonly number[], readonly number[]])[] {
  const { a, b, toB, toA } = matches;
  const gaps: (readonly [readonly number[], readonly number[]])[] = [];
  for (const [scope, places] of a.inside) {
    const others = b.inside.get(scope < 0 ? -1 : (toB[scope] ?? -2)) ?? [];
    const orderB = new Map(others.map((place, at) => [place, at]));
    const anchors = increasing(
      places.flatMap((place, at) => {
        const other = orderB.get(toB[place] ?? -1);
        return other === undefined ? [] : [[at, other] as const];
      }),
    );
    let [fromA, fromB] = [0, 0];
    for (const [atA, atB] of [...anchors, [places.length, others.length] as const]) {
      const gapA = places.slice(fromA, atA).filter((place) => toB[place] === -1 && a.isConstant[place] === 0);
      const gapB = others.slice(fromB, atB).filter((place) => toA[place] === -1 && b.isConstant[place] === 0);
      if (gapA.length > 0 && gapB.length > 0) gaps.push([gapA, gapB]);
      [fromA, fromB] = [atA + 1, atB + 1];
    }
  }
  return gaps;
}

/** The longest run of pairs that increases on both sides. */
function increasing(pairs: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const tails: number[] = [];
  const before = new Int32Array(pairs.length).fill(-1);
  for (const [at, [, value]] of pairs.entries()) {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tails[middle] as number]?.[1] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    before[at] = low > 0 ? (tails[low - 1] as number) : -1;
    tails[low] = at;
  }
  const chain: (readonly [number, number])[] = [];
  for (let at = tails.at(-1) ?? -1; at >= 0; at = before[at] as number)
    chain.unshift(pairs[at] as readonly [number, number]);
  return chain;
}

function* alignGap(
  matches: Matches,
  labels: Labels,
  scores: (x: number, y: number) => number,
  gapA: readonly number[],
  gapB: readonly number[],
): Generator<void, void> {
  const width = gapB.length + 1;
  if (gapA.length * width > MOST_CELLS) return;
  const steps = new Uint8Array((gapA.length + 1) * width);
  let above = new Float32Array(width);
  let row = new Float32Array(width);
  let cells = 0;
  for (let i = 1; i <= gapA.length; i += 1) {
    for (let j = 1; j < width; j += 1) {
      const score = scores(gapA[i - 1] as number, gapB[j - 1] as number);
      const up = above[j] as number;
      const left = row[j - 1] as number;
      const both = score === 0 ? -1 : (above[j - 1] as number) + score;
      const best = Math.max(up, left, both);
      row[j] = best;
      steps[i * width + j] = best === both ? BOTH : best === up ? UP : LEFT;
    }
    [above, row] = [row, above];
    cells += width;
    if (cells < CELLS_A_TURN) continue;
    cells = 0;
    yield;
  }
  let [i, j] = [gapA.length, gapB.length];
  const found: (readonly [number, number])[] = [];
  while (i > 0 && j > 0) {
    const step = steps[i * width + j];
    if (step === BOTH) {
      found.push([gapA[i - 1] as number, gapB[j - 1] as number]);
      i -= 1;
      j -= 1;
    } else if (step === UP) i -= 1;
    else j -= 1;
  }
  for (const [x, y] of found.reverse()) {
    if (hasGround(matches, labels, x, y)) matches.pair(x, y);
  }
}

function scorer({ a, b, toB }: Matches, labels: Labels): (x: number, y: number) => number {
  const cores = numbered(a, b);
  const shapes: readonly [readonly string[], readonly string[]] = [
    a.nodes.map((node) => shapeKey(a.graph, node)),
    b.nodes.map((node) => shapeKey(b.graph, node)),
  ];
  return (x, y) => {
    if (cores[0][x] !== cores[1][y]) return 0;
    let score = 1;
    if (labels.own[0][x] === labels.own[1][y]) score += 2;
    else if (shapes[0][x] === shapes[1][y]) score += 1;
    const fromB = b.sources[y] ?? [];
    for (const source of a.sources[x] ?? []) {
      const other = toB[source] ?? -1;
      if (other >= 0 && fromB.includes(other)) score += 2;
    }
    return score;
  };
}

function numbered(a: GraphSide, b: GraphSide): readonly [Int32Array, Int32Array] {
  const numbers = new Map<string, number>();
  const of = (core: string): number => {
    const known = numbers.get(core) ?? numbers.size;
    numbers.set(core, known);
    return known;
  };
  return [Int32Array.from(a.core, of), Int32Array.from(b.core, of)];
}

/** The same operator alone is no ground: graphs that share nothing have additions too. */
function hasGround({ a, b, toB }: Matches, labels: Labels, x: number, y: number): boolean {
  if (labels.around[0][x] === labels.around[1][y]) return true;
  const isFed = (a.sources[x] ?? []).some((source) => {
    const other = toB[source] ?? -1;
    return other >= 0 && (b.sources[y] ?? []).includes(other);
  });
  if (isFed) return true;
  const readersB = readersOf(b, y);
  return readersOf(a, x).some((reader) => readersB.includes(toB[reader] ?? -2));
}

function readersOf({ nodes, readers }: GraphSide, place: number): readonly number[] {
  return (nodes[place]?.outputs ?? []).flatMap((tensor) => readers[tensor] ?? []);
}
