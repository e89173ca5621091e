import type { DifferencePart, DifferenceSide } from '../../../../contract/difference.ts';
import type { GraphNode, ModelGraph } from '../../../../contract/model-graph.ts';
import type { OperatorProfile } from '../../../../contract/profile.ts';
import type { Noise } from '../times/noise.ts';
import { around, type ScaledTimes } from '../times/scaled-times.ts';
import type { GroupedOperators, OperatorGroup, ProfiledSide } from './operator-groups.ts';
import { isUnchanged, matchedBy, matchKindOf, type AttributesOf } from './part-match.ts';
import { fateOf, noteOf, shapeWords } from './part-words.ts';

/** A part before it is known what all unchanged ones have in common. */
export interface DraftPart {
  readonly part: Omit<DifferencePart, 'ownDeltaMs' | 'isClear' | 'deltaCi95'>;
  readonly isUnchanged: boolean;
  /** Of both sides' measurement alone; null where one of them has no interval. */
  readonly measuredReachMs: number | null;
}

interface TimedSide extends ProfiledSide {
  readonly times: ScaledTimes;
}

const PARTS_A_TURN = 200;

export function* draftParts(
  a: TimedSide,
  b: TimedSide,
  { groups, matches }: GroupedOperators,
): Generator<void, readonly DraftPart[]> {
  const attributesOf: AttributesOf = (which, { sources }) => {
    const graph = (which === 'a' ? a : b).graph;
    return matches === null
      ? ''
      : sources
          .map((place) => graph?.nodes[place]?.attributes ?? '')
          .filter((words) => words !== '')
          .join('; ');
  };
  const matchedIn = (operators: readonly OperatorProfile[], to: Int32Array): readonly number[] =>
    operators.flatMap(({ sources }) => sources.map((place) => to[place] ?? -1).filter((place) => place >= 0));
  const drafts: DraftPart[] = [];
  for (const group of groups) {
    if (drafts.length % PARTS_A_TURN === PARTS_A_TURN - 1) yield;
    const operatorsA = group.a.map((place) => a.operators[place] as OperatorProfile);
    const operatorsB = group.b.map((place) => b.operators[place] as OperatorProfile);
    const match = matchKindOf(operatorsA, operatorsB);
    const [sideA, sideB] = [sideOf(a, group.a), sideOf(b, group.b)];
    const { name, op, family, module } = leader(a, b, group);
    const fates = {
      a: matches === null || a.graph === null ? '' : fateOf(a.graph, matchedIn(operatorsB, matches.toA)),
      b: matches === null || b.graph === null ? '' : fateOf(b.graph, matchedIn(operatorsA, matches.toB)),
    };
    const attributes = {
      a: operatorsA.map((operator) => attributesOf('a', operator)).join('; '),
      b: operatorsB.map((operator) => attributesOf('b', operator)).join('; '),
    };
    const reaches = [reachOfSide(a, group.a), reachOfSide(b, group.b)];
    drafts.push({
      part: {
        name,
        op,
        family,
        module,
        match,
        matchedBy: matchedBy(operatorsA, operatorsB),
        a: sideA,
        b: sideB,
        deltaMs: (sideB?.ms ?? 0) - (sideA?.ms ?? 0),
        note: noteOf(match, operatorsA, operatorsB, fates, attributes),
      },
      isUnchanged: operatorsA.length > 0 && isUnchanged(operatorsA, operatorsB, attributesOf),
      measuredReachMs: reaches.some(Number.isNaN) ? null : Math.hypot(...reaches),
    });
  }
  return drafts;
}

/** With what two processes differ by: in a part that one side alone has, one process has its share of it. */
export function processReach({ a, b }: Pick<DifferencePart, 'a' | 'b'>, share: Noise['share']): number {
  if (a !== null && b !== null) return (share * (a.ms + b.ms)) / 2;
  return (share * (a?.ms ?? b?.ms ?? 0)) / Math.SQRT2;
}

function sideOf({ operators, times }: TimedSide, places: readonly number[]): DifferenceSide | null {
  if (places.length === 0) return null;
  const members = places.map((place) => operators[place] as OperatorProfile);
  const ms = places.reduce((sum, place) => sum + (times.ms[place] as number), 0);
  const reach = Math.hypot(...places.map((place) => times.reachMs[place] as number));
  return {
    members: places,
    names: members.map(({ name }) => name),
    ops: members.map(({ op }) => op),
    providers: [...new Set(members.map(({ provider }) => provider))],
    shapes: members.flatMap(({ outputs }) => outputs.map(shapeWords)),
    count: members.reduce((sum, { perIteration }) => sum + perIteration, 0),
    ms,
    ci95: Number.isNaN(reach) ? null : around(ms, reach),
  };
}

function reachOfSide({ times }: TimedSide, places: readonly number[]): number {
  return Math.hypot(0, ...places.map((place) => times.reachMs[place] as number));
}

/** By whose name a part goes: the dearest that both call alike, else the dearest of B, else of A. */
function leader(
  a: TimedSide,
  b: TimedSide,
  group: OperatorGroup,
): Pick<DifferencePart, 'name' | 'op' | 'family' | 'module'> {
  const inA = byTime(a, group.a);
  const inB = byTime(b, group.b);
  const names = new Set(inA.map((operator) => nameOf(operator, a.graph)));
  const shared = inB.find((operator) => names.has(nameOf(operator, b.graph)));
  const chosen = shared ?? inB[0] ?? inA[0];
  const other = inA[0];
  return {
    name: chosen === undefined ? '' : nameOf(chosen, inB.includes(chosen) ? b.graph : a.graph),
    op: chosen?.op ?? '',
    family: chosen?.family ?? 'other',
    module: chosen === undefined || chosen.module.length === 0 ? (other?.module ?? []) : chosen.module,
  };
}

/** Of a product or a convolution, whatever was fused into it, as the file calls it; else as the runtime does. */
function nameOf({ name, sources }: OperatorProfile, graph: ModelGraph | null): string {
  let dearest: GraphNode | undefined;
  for (const source of sources) {
    const node = graph?.nodes[source];
    if ((node?.macs ?? 0) > (dearest?.macs ?? 0)) dearest = node;
  }
  return dearest === undefined || dearest.name === '' ? name : dearest.name;
}

function byTime({ operators, times }: TimedSide, places: readonly number[]): readonly OperatorProfile[] {
  return [...places]
    .sort((x, y) => (times.ms[y] as number) - (times.ms[x] as number))
    .map((place) => operators[place] as OperatorProfile);
}
