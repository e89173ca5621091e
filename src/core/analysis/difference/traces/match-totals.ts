import { plainKernel } from './plain-kernel.ts';
import type { Totals } from './traced-side.ts';

export interface MatchedTotals {
  readonly a: readonly Totals[];
  readonly b: readonly Totals[];
  readonly isExact: boolean;
}

/** From what both call alike to what is called alike but for sizes, and for what a template is made for. */
const KEYS: readonly ((totals: Totals) => string)[] = [
  ({ kind, name, shapes }) => `${kind} ${name} ${shapes}`,
  ({ kind, name }) => (kind === 'operator' ? `${kind} ${name}` : `${kind} ${plainKernel(name, 'sizes')}`),
  ({ kind, name }) => (kind === 'operator' ? '' : `${kind} ${plainKernel(name, 'templates')}`),
];

/** Lines of both sides that are of the same work; what only one has comes by itself. */
export function matchTotals(a: readonly Totals[], b: readonly Totals[]): readonly MatchedTotals[] {
  const matched: MatchedTotals[] = [];
  let [restA, restB] = [a, b];
  for (const [round, keyOf] of KEYS.entries()) {
    const groupsA = grouped(restA, keyOf);
    const groupsB = grouped(restB, keyOf);
    const taken = new Set<Totals>();
    for (const [key, ofA] of groupsA) {
      const ofB = key === '' ? undefined : groupsB.get(key);
      if (ofB === undefined) continue;
      matched.push({ a: ofA, b: ofB, isExact: round === 0 });
      for (const totals of [...ofA, ...ofB]) taken.add(totals);
    }
    restA = restA.filter((totals) => !taken.has(totals));
    restB = restB.filter((totals) => !taken.has(totals));
  }
  return [
    ...matched,
    ...restA.map((totals) => ({ a: [totals], b: [], isExact: true })),
    ...restB.map((totals) => ({ a: [], b: [totals], isExact: true })),
  ];
}

function grouped(
  all: readonly Totals[],
  keyOf: (totals: Totals) => string,
): ReadonlyMap<string, readonly Totals[]> {
  const groups = new Map<string, Totals[]>();
  for (const totals of all) {
    const key = keyOf(totals);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [totals]);
    else group.push(totals);
  }
  return groups;
}
