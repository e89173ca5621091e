import type { GraphSide } from './graph-side.ts';
import type { Matches } from './matches.ts';
import { isNumbered, plainName } from './plain-name.ts';

type Pair = readonly [a: number, b: number];

/** Of pairs by name as many must do the same, and be fed by each other's makers, for names to count at all. */
const TRUSTED = 0.6;
/** Numbers as names count only where the two graphs were numbered alike throughout. */
const NUMBERED_ALIKE = 0.9;

/** Pairs by names that stand for themselves: of nodes, of weights that they read, of what they make. */
export function matchStrongNames(matches: Matches): void {
  const { a, b } = matches;
  const named = uniquePairs(
    keysOf(a, ({ name }) => (isNumbered(name) ? '' : name)),
    keysOf(b, ({ name }) => (isNumbered(name) ? '' : name)),
  );
  if (named.length > 0 && agreement(matches, named) >= TRUSTED) {
    // What a name calls another operator in B was replaced, or is something else: that comes last.
    pairAll(
      matches,
      named.filter(([x, y]) => matches.sameCore(x, y)),
    );
    pairAll(matches, uniquePairs(plainKeys(matches, a, 'a'), plainKeys(matches, b, 'b')));
  }
  const weights = uniquePairs(weightKeys(matches, a, 'a'), weightKeys(matches, b, 'b'));
  if (weights.length > 0 && agreement(matches, weights) >= TRUSTED) pairAll(matches, weights);
  const made = uniquePairs(resultKeys(matches, a, 'a'), resultKeys(matches, b, 'b'));
  if (made.length > 0 && agreement(matches, made) >= TRUSTED) pairAll(matches, made);
}

/**
 * Names that are numbers, where both graphs are numbered alike: of what is left nearly all must agree, and each must be
 * fed by what feeds its namesake, lest a node more shift all those behind it.
 */
export function matchNumberedNames(matches: Matches): void {
  const { a, b } = matches;
  const alike = uniquePairs(
    keysOf(a, ({ name }, place) => (matches.toB[place] === -1 ? name : '')),
    keysOf(b, ({ name }, place) => (matches.toA[place] === -1 ? name : '')),
  ).filter(([x, y]) => matches.sameCore(x, y));
  const toB = new Map<number, number>(alike);
  const pairs = alike.filter(([x, y]) => isFedAlike(matches, toB, x, y));
  const open = Math.min(matches.openA().length, matches.openB().length);
  if (pairs.length < NUMBERED_ALIKE * open || agreement(matches, pairs) < NUMBERED_ALIKE) return;
  pairAll(matches, pairs);
}

/** What has the same name and does something else: replaced in its place. Comes last. */
export function matchReplacedNames(matches: Matches): void {
  const { a, b } = matches;
  const key =
    (to: Int32Array) =>
    (node: GraphSide['nodes'][number], place: number): string =>
      to[place] !== -1 || isNumbered(node.name) ? '' : node.name;
  const pairs = uniquePairs(keysOf(a, key(matches.toB)), keysOf(b, key(matches.toA)));
  if (pairs.length > 0 && agreement(matches, pairs, false) >= TRUSTED) pairAll(matches, pairs);
}

function pairAll(matches: Matches, pairs: readonly Pair[]): void {
  for (const [x, y] of pairs) matches.pair(x, y);
}

function keysOf(
  { nodes, isConstant }: GraphSide,
  keyOf: (node: GraphSide['nodes'][number], place: number) => string,
): readonly string[] {
  return nodes.map((node, place) => (isConstant[place] === 1 ? '' : keyOf(node, place)));
}

/** With what it does, since a quantizer makes several nodes of one and names them all after it. */
function plainKeys(matches: Matches, side: GraphSide, which: 'a' | 'b'): readonly string[] {
  const to = which === 'a' ? matches.toB : matches.toA;
  return keysOf(side, ({ name }, place) => {
    if (to[place] !== -1) return '';
    const plain = plainName(name);
    return isNumbered(plain) ? '' : `${plain}|${side.core[place] ?? ''}`;
  });
}

function weightKeys(matches: Matches, side: GraphSide, which: 'a' | 'b'): readonly string[] {
  const { graph, producer, isConstant, core } = side;
  const to = which === 'a' ? matches.toB : matches.toA;
  return keysOf(side, ({ inputs }, place) => {
    if (to[place] !== -1) return '';
    const names = inputs.flatMap((tensor) => {
      const from = producer[tensor] ?? -1;
      const given = graph.tensors[tensor];
      const isWeight = from >= 0 ? isConstant[from] === 1 : given?.role === 'weight';
      const isOne = (given?.shape ?? [0]).reduce((sum, size) => sum * size, 1) === 1;
      if (!isWeight || given === undefined || isOne) return [];
      const plain = plainName(given.name);
      return isNumbered(plain) ? [] : [plain];
    });
    return names.length === 0 ? '' : `${core[place] ?? ''}|${names[0] ?? ''}`;
  });
}

function resultKeys(matches: Matches, side: GraphSide, which: 'a' | 'b'): readonly string[] {
  const to = which === 'a' ? matches.toB : matches.toA;
  return keysOf(side, ({ outputs }, place) => {
    const name = side.graph.tensors[outputs[0] ?? -1]?.name ?? '';
    return to[place] !== -1 || isNumbered(name) ? '' : `${side.core[place] ?? ''}|${name}`;
  });
}

/** Of keys that stand once on either side. */
function uniquePairs(keysA: readonly string[], keysB: readonly string[]): readonly Pair[] {
  const placesB = placesOf(keysB);
  const pairs: Pair[] = [];
  for (const [key, place] of placesOf(keysA)) {
    const other = placesB.get(key) ?? -1;
    if (place >= 0 && other >= 0) pairs.push([place, other]);
  }
  return pairs;
}

function placesOf(keys: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const [place, key] of keys.entries()) {
    if (key !== '') places.set(key, places.has(key) ? -1 : place);
  }
  return places;
}

function isFedAlike(
  { a, b, toB }: Matches,
  pairs: ReadonlyMap<number, number>,
  x: number,
  y: number,
): boolean {
  const fromB = b.sources[y] ?? [];
  return (a.sources[x] ?? []).every((source) => {
    const expected = toB[source] === -1 ? pairs.get(source) : toB[source];
    return expected === undefined || fromB.includes(expected);
  });
}

/**
 * How far pairs can be believed: the share that does the same at the same sizes, times the share of their makers,
 * where those are paired at all, that are paired with each other. Names that were dealt out anew fail it.
 */
function agreement(matches: Matches, pairs: readonly Pair[], mindsCore = true): number {
  const { a, b } = matches;
  const toB = new Map<number, number>(pairs);
  let alike = 0;
  let fed = 0;
  let fedAlike = 0;
  for (const [x, y] of pairs) {
    if (!mindsCore || matches.sameCore(x, y)) alike += 1;
    const fromA = a.sources[x] ?? [];
    const fromB = b.sources[y] ?? [];
    if (fromA.length !== fromB.length) continue;
    for (const [slot, source] of fromA.entries()) {
      const expected = matches.toB[source] === -1 ? toB.get(source) : matches.toB[source];
      if (expected === undefined) continue;
      fed += 1;
      if (fromB.includes(expected) || fromB[slot] === expected) fedAlike += 1;
    }
  }
  return pairs.length === 0 ? 0 : (alike / pairs.length) * (fed === 0 ? 1 : fedAlike / fed);
}
