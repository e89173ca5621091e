import type { ModelGraph } from '../../../../contract/model-graph.ts';
import type { OperatorProfile } from '../../../../contract/profile.ts';
import { groupNodes } from '../matching/group-nodes.ts';
import { matchGraphs } from '../matching/match-graphs.ts';
import type { Matches } from '../matching/matches.ts';
import { UnionFind } from '../matching/union-find.ts';
import { graphOfOperators } from './graph-of-operators.ts';

export interface ProfiledSide {
  readonly operators: readonly OperatorProfile[];
  /** Null where the file could not be read as a graph. */
  readonly graph: ModelGraph | null;
}

/** Places of operators that do the same work. */
export interface OperatorGroup {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

export interface GroupedOperators {
  readonly groups: readonly OperatorGroup[];
  /** Of the files' nodes; null where one of them is not known. */
  readonly matches: Matches | null;
}

/**
 * Operators of both sides by what they do: through the file's nodes that they stand for, and for those that stand for
 * none, since an optimizer put them in or nobody knows, by their own graph.
 */
export function* groupOperators(a: ProfiledSide, b: ProfiledSide): Generator<void, GroupedOperators> {
  const offset = a.operators.length;
  const groups = new UnionFind(offset + b.operators.length);
  const isMapped = hasSources(a) && hasSources(b);
  let matches: Matches | null = null;
  if (a.graph !== null && b.graph !== null && isMapped) {
    matches = yield* matchGraphs(a.graph, b.graph);
    yield;
    const { groupOfA, groupOfB } = groupNodes(matches);
    yield;
    const first = new Map<number, number>();
    const joinAll = (
      operators: readonly OperatorProfile[],
      from: number,
      groupOf: (place: number) => number,
    ) => {
      for (const [place, { sources }] of operators.entries()) {
        for (const source of sources) {
          const group = groupOf(source);
          const known = first.get(group);
          if (known === undefined) first.set(group, from + place);
          else groups.join(known, from + place);
        }
      }
    };
    joinAll(a.operators, 0, groupOfA);
    joinAll(b.operators, offset, groupOfB);
    yield;
  }
  yield* groupTheRest(a, b, groups, offset, matches === null);
  return { groups: collected(groups, offset, b.operators.length), matches };
}

function hasSources({ operators }: ProfiledSide): boolean {
  return operators.some(({ sources }) => sources.length > 0);
}

/** By the executed graphs: those without sources on both sides; all of them where the files' nodes are not known. */
function* groupTheRest(
  a: ProfiledSide,
  b: ProfiledSide,
  groups: UnionFind,
  offset: number,
  isUnknown: boolean,
): Generator<void, void> {
  const restA = a.operators.flatMap(({ sources }, place) => (sources.length === 0 ? [place] : []));
  const restB = b.operators.flatMap(({ sources }, place) => (sources.length === 0 ? [place] : []));
  if (!isUnknown && (restA.length === 0 || restB.length === 0)) return;
  const executed = yield* matchGraphs(graphOfOperators(a.operators), graphOfOperators(b.operators));
  const { groupOfA, groupOfB } = isUnknown ? groupNodes(executed) : pairsAlone(executed);
  const first = new Map<number, number>();
  const isRest = (operators: readonly OperatorProfile[], place: number): boolean =>
    isUnknown || operators[place]?.sources.length === 0;
  for (const place of a.operators.keys())
    if (isRest(a.operators, place)) joinFirst(first, groupOfA(place), place, groups);
  for (const place of b.operators.keys())
    if (isRest(b.operators, place)) joinFirst(first, groupOfB(place), offset + place, groups);
}

function joinFirst(first: Map<number, number>, group: number, place: number, groups: UnionFind): void {
  const known = first.get(group);
  if (known === undefined) first.set(group, place);
  else groups.join(known, place);
}

function pairsAlone({ a, toA }: Matches): {
  groupOfA(place: number): number;
  groupOfB(place: number): number;
} {
  const offset = a.nodes.length;
  return {
    groupOfA: (place) => place,
    groupOfB: (place) => ((toA[place] ?? -1) >= 0 ? (toA[place] as number) : offset + place),
  };
}

function collected(groups: UnionFind, offset: number, countB: number): readonly OperatorGroup[] {
  const found = new Map<number, { a: number[]; b: number[] }>();
  for (let place = 0; place < offset + countB; place += 1) {
    const root = groups.find(place);
    let group = found.get(root);
    if (group === undefined) found.set(root, (group = { a: [], b: [] }));
    if (place < offset) group.a.push(place);
    else group.b.push(place - offset);
  }
  return [...found.values()];
}
