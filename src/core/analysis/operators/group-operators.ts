import type { OperatorFamily } from '../../../contract/operator-family.ts';
import type { OperatorProfile } from '../../../contract/profile.ts';

export const OPERATOR_GROUPINGS = ['node', 'type', 'module', 'provider'] as const;
export type OperatorGrouping = (typeof OPERATOR_GROUPINGS)[number];

export interface OperatorGroup {
  /** Distinct on every level of the tree. */
  readonly key: string;
  readonly label: string;
  /** Places in RunProfile.operators of all of it, groups inside it included. */
  readonly places: readonly number[];
  readonly groups: readonly OperatorGroup[];
  /** Those in no group inside it. */
  readonly own: readonly number[];
}

export function groupByType(
  operators: readonly OperatorProfile[],
  places: readonly number[],
): readonly OperatorGroup[] {
  return flatGroups(operators, places, typeWords);
}

export function groupByProvider(
  operators: readonly OperatorProfile[],
  places: readonly number[],
): readonly OperatorGroup[] {
  return flatGroups(operators, places, ({ provider }) => provider);
}

/** Operators of these are what a runtime makes of ONNX's own: their names tell them. */
const USUAL_DOMAINS: ReadonlySet<string> = new Set(['', 'ai.onnx', 'com.microsoft']);

/** "Conv", or "Conv (com.microsoft.nchwc)" for one of another domain: beginnings stay in sight where room is short. */
export function typeWords({ op, domain }: Pick<OperatorProfile, 'op' | 'domain'>): string {
  return USUAL_DOMAINS.has(domain) ? op : `${op} (${domain})`;
}

/** The one that all of them are of; null where they are of several. */
export function familyOfAll(
  operators: readonly OperatorProfile[],
  places: readonly number[],
): OperatorFamily | null {
  const first = operators[places[0] ?? -1]?.family ?? null;
  return places.every((place) => operators[place]?.family === first) ? first : null;
}

function flatGroups(
  operators: readonly OperatorProfile[],
  places: readonly number[],
  labelOf: (operator: OperatorProfile) => string,
): readonly OperatorGroup[] {
  const members = new Map<string, number[]>();
  for (const place of places) {
    const operator = operators[place];
    if (operator === undefined) continue;
    const label = labelOf(operator);
    const list = members.get(label);
    if (list === undefined) members.set(label, [place]);
    else list.push(place);
  }
  return [...members].map(([label, own]) => ({ key: label, label, places: own, groups: [], own }));
}
