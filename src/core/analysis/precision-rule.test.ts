import { describe, expect, it } from 'vitest';
import { medianInterval } from './intervals.ts';
import { PrecisionRule } from './precision-rule.ts';
import { normalFrom, randomFrom } from './simulated-series.test-support.ts';
import { percentileOfSorted } from './summary.ts';

function noisy(count: number, spread: number): Float64Array {
  const normal = normalFrom(randomFrom(7));
  return Float64Array.from({ length: count }, () => 10 * Math.exp(spread * normal()));
}

/** How many samples were there when the rule said enough; null where it never did. */
function endOf(samples: Float64Array, share: number, step = 10): number | null {
  const rule = new PrecisionRule(share);
  for (let count = step; count <= samples.length; count += step) {
    if (rule.look(count, () => samples.slice(0, count))) return count;
  }
  return null;
}

describe('measuring until it is precise', () => {
  it('ends with an interval that lies within the share of the median, to either side', () => {
    for (const share of [0.05, 0.02, 0.01]) {
      const samples = noisy(20_000, 0.1);
      const end = endOf(samples, share) ?? Number.NaN;
      const measured = samples.slice(0, end);
      const [low, high] = medianInterval(measured) ?? [0, Infinity];
      const median = percentileOfSorted(measured.slice().sort(), 0.5);
      expect(low).toBeGreaterThanOrEqual(median * (1 - share));
      expect(high).toBeLessThanOrEqual(median * (1 + share));
    }
  });

  it('takes more samples for a narrower interval and for a noisier series', () => {
    const quiet = endOf(noisy(40_000, 0.1), 0.02) ?? Infinity;
    expect(endOf(noisy(40_000, 0.1), 0.005)).toBeGreaterThan(quiet);
    expect(endOf(noisy(40_000, 0.3), 0.02)).toBeGreaterThan(quiet);
  });

  it('never ends on a handful of samples, however alike they are', () => {
    const rule = new PrecisionRule(0.01);
    const alike = new Float64Array(40).fill(3);
    for (let count = 1; count <= 40; count += 1)
      expect(rule.look(count, () => alike.slice(0, count))).toBe(false);
  });

  it('does not end where the times are all noise', () => {
    expect(endOf(noisy(3000, 3), 0.01)).toBeNull();
  });

  it('looks seldom: the samples are asked for a few dozen times in a hundred thousand', () => {
    const rule = new PrecisionRule(1e-9);
    let looks = 0;
    const samples = noisy(200, 1);
    for (let count = 1; count <= 100_000; count += 1) {
      rule.look(count, () => {
        looks += 1;
        return samples;
      });
    }
    expect(looks).toBeGreaterThan(20);
    expect(looks).toBeLessThan(50);
  });
});
