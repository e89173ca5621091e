import type { OperatorProfile } from '../../../contract/profile.ts';
import type { OperatorGroup } from './group-operators.ts';

/** Deeper than any model that people wrote; what lies below joins its ancestor. */
const DEEPEST = 32;
export const NO_MODULE = 'no module';

interface Branch {
  readonly label: string;
  readonly key: string;
  readonly branches: Map<string, Branch>;
  readonly places: number[];
  readonly own: number[];
}

/**
 * Operators by module path, outermost first. A module that holds nothing but one other is told in one line with it:
 * "bert/encoder". What has no path is a group of its own at the end.
 */
export function moduleTree(
  operators: readonly OperatorProfile[],
  places: readonly number[],
): readonly OperatorGroup[] {
  const root = branch('', '');
  for (const place of places) {
    const operator = operators[place];
    if (operator === undefined) continue;
    let at = root;
    at.places.push(place);
    for (const name of operator.module.slice(0, DEEPEST)) {
      let next = at.branches.get(name);
      if (next === undefined) {
        next = branch(name, `${at.key}\u0001${name}`);
        at.branches.set(name, next);
      }
      next.places.push(place);
      at = next;
    }
    at.own.push(place);
  }
  const groups = [...root.branches.values()].map(groupOf);
  if (root.own.length === 0) return groups;
  return [...groups, { key: '', label: NO_MODULE, places: root.own, groups: [], own: root.own }];
}

function branch(label: string, key: string): Branch {
  return { label, key, branches: new Map(), places: [], own: [] };
}

function groupOf(from: Branch): OperatorGroup {
  let at = from;
  let label = from.label;
  while (at.own.length === 0 && at.branches.size === 1) {
    at = [...at.branches.values()][0] as Branch;
    label = `${label}/${at.label}`;
  }
  return {
    key: at.key,
    label,
    places: at.places,
    own: at.own,
    groups: [...at.branches.values()].map(groupOf),
  };
}

/** The largest modules taken apart until there are as many as asked for, so that one root does not stand for all. */
export function spreadModules(
  groups: readonly OperatorGroup[],
  count: number,
  costOf: (group: OperatorGroup) => number,
): readonly OperatorGroup[] {
  const spread = [...groups];
  for (;;) {
    const open = spread.filter((group) => group.groups.length > 0);
    if (spread.length >= count || open.length === 0) return spread;
    const largest = open.reduce((most, group) => (costOf(group) > costOf(most) ? group : most));
    const { label, own, key } = largest;
    spread.splice(
      spread.indexOf(largest),
      1,
      ...largest.groups.map((group) => ({ ...group, label: `${label}/${group.label}` })),
      ...(own.length === 0 ? [] : [{ key: `${key}\u0001`, label, places: own, groups: [], own }]),
    );
  }
}
