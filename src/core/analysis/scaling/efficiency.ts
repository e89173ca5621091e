import type { ScalingEfficiency, ScalingPoint, ScalingVariable } from '../../../contract/scaling.ts';
import { formatNumber } from '../../../contract/units.ts';

export interface EfficiencyQuestion {
  readonly variable: ScalingVariable;
  readonly at: string;
  /** Size and time of one iteration in ms, which does that many items. */
  readonly points: readonly ScalingPoint[];
}

/** Null with fewer than two sizes: there is nothing to hold one against. */
export function scalingEfficiency({ variable, at, points }: EfficiencyQuestion): ScalingEfficiency | null {
  const rates = points
    .filter(({ x, y }) => x > 0 && y > 0)
    .toSorted((a, b) => a.x - b.x)
    .map(({ x, y }) => ({ x, itemsPerSecond: (x / y) * 1000 }));
  const smallest = rates[0];
  if (smallest === undefined || rates.every(({ x }) => x === smallest.x)) return null;
  const compared = rates.map((rate) => ({ ...rate, ratio: rate.itemsPerSecond / smallest.itemsPerSecond }));
  const best = compared.reduce((a, b) => (b.ratio > a.ratio ? b : a));
  const items = variable === 'batch' ? 'samples' : variable === 'concurrency' ? 'requests' : 'tokens';
  return {
    variable,
    at,
    points: compared,
    words:
      best.x === smallest.x
        ? `${variable} ${smallest.x} does the most ${items}/s: larger ones do no more`
        : `${variable} ${best.x} does ${formatNumber(best.ratio)}× the ${items}/s of ${variable} ${smallest.x}`,
  };
}
