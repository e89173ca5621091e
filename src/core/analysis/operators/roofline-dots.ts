import type { OperatorProfile } from '../../../contract/profile.ts';
import { ceilingsFor, leastMs, type CeilingsOfRun } from './attained.ts';
import { busyMs, bytesMoved } from './operator-sum.ts';

export interface RooflinePlace {
  /** In RunProfile.operators. */
  readonly place: number;
  readonly intensity: number;
  readonly gigaflops: number;
  readonly attained: number;
}

export interface RooflinePlaces {
  readonly places: readonly RooflinePlace[];
  /** Without FLOPs or bytes that anybody can tell, or without a time. */
  readonly unknown: number;
  /** Data movement and the like: no arithmetic, so no place on axes by their logarithms. */
  readonly withoutArithmetic: number;
  /** On another provider, which has roofs of its own. */
  readonly elsewhere: number;
  /** Further above the roof than its own noise. */
  readonly above: number;
}

const ABOVE = 1.05;

/** Where a provider's operators lie under its roofline, and how many have no place there. */
export function rooflinePlaces(
  operators: readonly OperatorProfile[],
  provider: string,
  ceilings: CeilingsOfRun,
): RooflinePlaces {
  const roofs = ceilingsFor(provider, ceilings);
  const places: RooflinePlace[] = [];
  const left = { unknown: 0, withoutArithmetic: 0, elsewhere: 0, above: 0 };
  for (const [place, operator] of operators.entries()) {
    if (operator.provider !== provider) {
      left.elsewhere += 1;
      continue;
    }
    const bytes = bytesMoved(operator);
    const ms = busyMs(operator);
    const least = roofs === null ? null : leastMs(operator, roofs);
    if (operator.flops === 0) left.withoutArithmetic += 1;
    else if (operator.flops === null || bytes === null || bytes <= 0 || ms <= 0 || least === null) {
      left.unknown += 1;
    } else {
      const attained = least / ms;
      if (attained > ABOVE) left.above += 1;
      places.push({
        place,
        intensity: operator.flops / bytes,
        gigaflops: operator.flops / ms / 1e6,
        attained,
      });
    }
  }
  return { places, ...left };
}
