import type { ProfileMemory } from '../../../contract/profile.ts';
import type { Bytes } from '../../../contract/units.ts';
import { tQuantile } from '../distributions/student-t.ts';
import { longRunVariance } from '../series/long-run-variance.ts';

const FEWEST = 10;

/**
 * What the arena has in use and the process resident after each iteration, and the resident size's slope: least
 * squares, with an interval that knows that neighbours resemble each other, since pages come and go in bursts.
 */
export function memoryGrowth(
  inUseBytes: readonly (Bytes | null)[],
  residentBytes: readonly (Bytes | null)[],
): ProfileMemory['growth'] {
  const slope = slopeOf(residentBytes);
  return { inUseBytes, residentBytes, bytesPerIteration: slope?.value ?? null, ci95: slope?.ci95 ?? null };
}

interface Slope {
  readonly value: number;
  readonly ci95: readonly [number, number];
}

function slopeOf(series: readonly (Bytes | null)[]): Slope | null {
  const known = [...series.entries()].filter((entry): entry is [number, Bytes] => entry[1] !== null);
  if (known.length < FEWEST) return null;
  const meanAt = meanOf(known.map(([at]) => at));
  const mean = meanOf(known.map(([, bytes]) => bytes));
  let squares = 0;
  let products = 0;
  for (const [at, bytes] of known) {
    squares += (at - meanAt) ** 2;
    products += (at - meanAt) * (bytes - mean);
  }
  const value = products / squares;
  const left = Float64Array.from(known, ([at, bytes]) => bytes - mean - value * (at - meanAt));
  const { variance, freedom } = longRunVariance(left);
  // Two of the residuals' degrees of freedom went into the line.
  const inflated = (variance * known.length) / (known.length - 2);
  const reach = tQuantile(0.975, freedom) * Math.sqrt(inflated / squares);
  return { value, ci95: [value - reach, value + reach] };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
