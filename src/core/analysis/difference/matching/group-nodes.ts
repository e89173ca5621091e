import { isQuantised, quantises } from './core-op.ts';
import type { GraphSide } from './graph-side.ts';
import type { Matches } from './matches.ts';
import { UnionFind } from './union-find.ts';

/** More nodes than that in another's place are another model, no replacement. */
const LARGEST_REGION = 200;

/** Nodes of both graphs that do the same work: those of A by their place, those of B behind them. */
export interface NodeGroups {
  groupOfA(place: number): number;
  groupOfB(place: number): number;
}

/**
 * A node and its counterpart are a group. What stands in another's place joins it: nodes without a counterpart that
 * make what the same reader reads, with all that is made for them alone; and what quantises for one node only.
 */
export function groupNodes(matches: Matches): NodeGroups {
  const { a, b, toB, toA } = matches;
  const offset = a.nodes.length;
  const groups = new UnionFind(offset + b.nodes.length);
  for (const [place, other] of toB.entries()) if (other >= 0) groups.join(place, offset + other);
  const openA = (place: number): boolean => toB[place] === -1 && a.isConstant[place] === 0;
  const openB = (place: number): boolean => toA[place] === -1 && b.isConstant[place] === 0;
  for (const [x, y] of inEachOthersPlace(matches, openA, openB)) {
    const regionA = regionOf(a, x, openA);
    const regionB = regionOf(b, y, openB);
    if (regionA === null || regionB === null) continue;
    groups.join(x, offset + y);
    for (const place of regionA) groups.join(place, x);
    for (const place of regionB) groups.join(offset + place, offset + y);
  }
  joinBehind(matches, 'b', openB, (place, to) => groups.join(offset + place, offset + to));
  joinBehind(matches, 'a', openA, (place, to) => groups.join(place, to));
  joinQuantisers(
    b,
    openB,
    (place) => groups.find(offset + place),
    (x, y) => groups.join(offset + x, offset + y),
  );
  joinQuantisers(
    a,
    openA,
    (place) => groups.find(place),
    (x, y) => groups.join(x, y),
  );
  return {
    groupOfA: (place) => groups.find(place),
    groupOfB: (place) => groups.find(offset + place),
  };
}

type Open = (place: number) => boolean;

/** Nodes without a counterpart whose values are each other's: by who reads them, by their name, as the model's results. */
function inEachOthersPlace(
  { a, b, toB }: Matches,
  openA: Open,
  openB: Open,
): readonly (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  for (const [x, y] of toB.entries()) {
    if (y < 0) continue;
    const fromA = a.sources[x] ?? [];
    const fromB = b.sources[y] ?? [];
    if (fromA.length !== fromB.length) continue;
    for (const [slot, source] of fromA.entries()) {
      const other = fromB[slot] ?? -1;
      if (openA(source) && other >= 0 && openB(other)) found.push([source, other]);
    }
  }
  const namedB = new Map<string, number>();
  for (const [place, { outputs }] of b.nodes.entries()) {
    const name = b.graph.tensors[outputs[0] ?? -1]?.name ?? '';
    if (openB(place) && name !== '') namedB.set(name, place);
  }
  for (const [place, { outputs }] of a.nodes.entries()) {
    const other = namedB.get(a.graph.tensors[outputs[0] ?? -1]?.name ?? '') ?? -1;
    if (openA(place) && other >= 0 && sameResult(a, place, b, other)) found.push([place, other]);
  }
  return found;
}

/** A name that is a number says nothing by itself; what it stands for must look alike too. */
function sameResult(a: GraphSide, x: number, b: GraphSide, y: number): boolean {
  const shapeOf = ({ graph, nodes }: GraphSide, place: number): string =>
    graph.tensors[nodes[place]?.outputs[0] ?? -1]?.shape?.join(',') ?? '?';
  return shapeOf(a, x) === shapeOf(b, y);
}

/** A node with all open ones that are made for it alone; null where they are too many. */
function regionOf(side: GraphSide, root: number, isOpen: Open): readonly number[] | null {
  const region = new Set([root]);
  const waiting = [...(side.sources[root] ?? [])];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    if (region.has(place) || !isOpen(place) || !isReadBy(side, place, region)) continue;
    region.add(place);
    if (region.size > LARGEST_REGION) return null;
    waiting.push(...(side.sources[place] ?? []));
  }
  return [...region];
}

function isReadBy({ graph, nodes, readers }: GraphSide, place: number, region: ReadonlySet<number>): boolean {
  return (nodes[place]?.outputs ?? []).every(
    (tensor) =>
      tensor < 0 ||
      (graph.tensors[tensor]?.role !== 'output' &&
        (readers[tensor] ?? []).every((reader) => region.has(reader))),
  );
}

/** A quantised node's result is scaled by nodes behind it: up to what its float counterpart made. */
function joinBehind(
  { a, b, toA, toB }: Matches,
  which: 'a' | 'b',
  isOpen: Open,
  join: (place: number, to: number) => void,
): void {
  const [side, other, to] = which === 'a' ? [a, b, toB] : [b, a, toA];
  for (const [place, node] of side.nodes.entries()) {
    const twin = to[place] ?? -1;
    if (twin < 0 || !isQuantised(node.op) || isQuantised(other.nodes[twin]?.op ?? '')) continue;
    const waiting = readersOf(side, place);
    const seen = new Set<number>();
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (seen.has(at) || !isOpen(at) || seen.size > 8) continue;
      seen.add(at);
      join(at, place);
      for (const source of side.sources[at] ?? []) {
        if (isOpen(source) && isReadBy(side, source, seen)) join(source, place);
      }
      waiting.push(...readersOf(side, at));
    }
  }
}

/** What quantises a value for one group alone belongs to it, as does what makes numbers of the result again. */
function joinQuantisers(
  side: GraphSide,
  isOpen: Open,
  groupOf: (place: number) => number,
  join: (place: number, to: number) => void,
): void {
  const { nodes, sources } = side;
  for (let place = nodes.length - 1; place >= 0; place -= 1) {
    if (!isOpen(place) || !quantises(nodes[place]?.op ?? '')) continue;
    const isBack = nodes[place]?.op.startsWith('Dequantize') === true;
    const [before] = sources[place] ?? [];
    if (isBack && before !== undefined && isQuantised(nodes[before]?.op ?? '')) {
      join(place, before);
      continue;
    }
    const readers = readersOf(side, place);
    const [first] = readers;
    if (first === undefined) continue;
    if (new Set(readers.map(groupOf)).size === 1) join(place, first);
  }
}

function readersOf({ nodes, readers }: GraphSide, place: number): number[] {
  return (nodes[place]?.outputs ?? []).flatMap((tensor) => (tensor < 0 ? [] : (readers[tensor] ?? [])));
}
