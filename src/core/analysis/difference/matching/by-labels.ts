import type { Matches } from './matches.ts';

/** Pairs of nodes whose label stands as often on either side among those without a counterpart, in their order. */
export function matchLabels(
  matches: Matches,
  [labelsA, labelsB]: readonly [Int32Array, Int32Array],
  most: number,
): void {
  const groupsB = grouped(matches.openB(), (place) => keyOf(labelsB[place], scopeOf(matches, place, 'b')));
  const groupsA = grouped(matches.openA(), (place) => keyOf(labelsA[place], scopeOf(matches, place, 'a')));
  for (const [key, places] of groupsA) {
    const others = groupsB.get(key);
    if (others?.length !== places.length || places.length > most) continue;
    for (const [at, place] of places.entries()) matches.pair(place, others[at] ?? -1);
  }
}

/** Two labels as one. */
export function joined(
  first: readonly [Int32Array, Int32Array],
  second: readonly [Int32Array, Int32Array],
): readonly [Int32Array, Int32Array] {
  const numbers = new Map<string, number>();
  const join = (at: 0 | 1): Int32Array =>
    first[at].map((label, place) => {
      const key = `${label} ${second[at][place]}`;
      const known = numbers.get(key) ?? numbers.size;
      numbers.set(key, known);
      return known;
    });
  return [join(0), join(1)];
}

/** The graph that a node is in, by its node of A. */
function scopeOf({ a, b, toA }: Matches, place: number, which: 'a' | 'b'): number {
  const outer = (which === 'a' ? a : b).nodes[place]?.parent ?? -1;
  return which === 'a' || outer < 0 ? outer : (toA[outer] ?? -1) < 0 ? -2 : (toA[outer] as number);
}

function keyOf(label: number | undefined, scope: number): string {
  return `${label} ${scope}`;
}

function grouped(places: readonly number[], keyOfPlace: (place: number) => string): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const place of places) {
    const key = keyOfPlace(place);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [place]);
    else group.push(place);
  }
  return groups;
}
