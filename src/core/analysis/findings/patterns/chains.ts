import type { Wiring } from '../wiring.ts';
import type { Pattern } from './types.ts';

const RESHAPING = ['Reshape', 'Squeeze', 'Unsqueeze', 'Flatten'];

/** Operators of one sort after each other, of which one would do. */
export const chains: readonly Pattern[] = [
  chain('transposes', 'Transposes in a row', 'one Transpose, or none,', ['Transpose']),
  chain('casts', 'Casts in a row', 'one Cast, or none,', ['Cast']),
  chain('reshapes', 'Reshapes in a row', 'one Reshape', RESHAPING),
];

function chain(id: string, title: string, fused: string, ops: readonly string[]): Pattern {
  return {
    id,
    title,
    fused,
    nextStep: 'Simplify the model when it is exported: two of these in a row are one, or nothing.',
    match(wiring, place) {
      if (!isOne(wiring, place) || wiring.makers(place).some((maker) => isLink(wiring, maker))) return null;
      const all = [place];
      for (let next = wiring.onlyReader(place); isOne(wiring, next); next = wiring.onlyReader(next)) {
        // Names may mean something else inside of If and Loop: no circle is followed.
        if (all.includes(next)) return null;
        all.push(next);
      }
      return all.length > 1 ? { involved: all, spared: all.slice(1) } : null;
    },
  };

  function isOne(wiring: Wiring, place: number): boolean {
    return ops.includes(wiring.op(place));
  }

  /** The one before, of a chain that began there. */
  function isLink(wiring: Wiring, place: number): boolean {
    return isOne(wiring, place) && wiring.onlyReader(place) >= 0;
  }
}
