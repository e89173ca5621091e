import { describe, expect, it } from 'vitest';
import { autoregressive, normalFrom, randomFrom } from './simulated-series.test-support.ts';
import { STEADY_NEEDS_ITERATIONS, SteadyState } from './steady-state.ts';

const SERIES = 100;
const HAND_OVER = 20;

interface Found {
  /** After how many iterations it was steady; null where never. */
  readonly at: number | null;
  readonly transient: number | null;
}

/** Latencies in ms: a shape over the iterations, with 2 % of noise. */
function series(count: number, shape: (index: number, random: () => number) => number, seed: number) {
  const random = randomFrom(seed);
  const normal = normalFrom(random);
  return Float64Array.from({ length: count }, (_, index) => shape(index, random) * (1 + 0.02 * normal()));
}

function find(latenciesMs: Float64Array, handOver = HAND_OVER): Found {
  const detector = new SteadyState();
  for (let index = 0; index < latenciesMs.length; index += handOver) {
    detector.add(latenciesMs.subarray(index, index + handOver));
    const { steady, transient } = detector.verdict();
    if (steady) return { at: Math.min(index + handOver, latenciesMs.length), transient };
  }
  return { at: null, transient: null };
}

function findInMany(count: number, shape: (index: number, random: () => number) => number) {
  const found = Array.from({ length: SERIES }, (_, seed) => find(series(count, shape, seed)));
  const at = found.map(({ at: iteration }) => iteration ?? Infinity).sort((left, right) => left - right);
  const transient = found
    .map(({ transient: iterations }) => iterations ?? Infinity)
    .sort((left, right) => left - right);
  return {
    at: { median: at[SERIES / 2] as number, nineOfTen: at[(SERIES * 9) / 10] as number },
    transient: transient[SERIES / 2] as number,
  };
}

describe('the steady state', () => {
  it('is found soon where there was nothing to wait for', () => {
    const { at, transient } = findInMany(2000, () => 1);
    expect(at.median).toBeLessThanOrEqual(100);
    expect(at.nineOfTen).toBeLessThanOrEqual(400);
    expect(transient).toBeLessThanOrEqual(10);
  });

  it('is found after an exponential decay from three times the time', () => {
    const decay = 100;
    const { at, transient } = findInMany(5000, (index) => 1 + 2 * Math.exp(-index / decay));
    // By e⁻⁴ the rest of the transient is under the noise.
    expect(at.median).toBeGreaterThan(3 * decay);
    expect(at.nineOfTen).toBeLessThan(40 * decay);
    expect(transient).toBeGreaterThan(3 * decay);
    expect(transient).toBeLessThan(8 * decay);
  });

  it('begins where a step ends', () => {
    const { at, transient } = findInMany(2000, (index) => (index < 25 ? 2 : 1));
    expect(at.median).toBeGreaterThanOrEqual(60);
    expect(transient).toBe(25);
  });

  it('does not wait for slow iterations to go, alone or in bursts', () => {
    expect(findInMany(2000, (_, random) => (random() < 0.02 ? 5 : 1)).at.nineOfTen).toBeLessThanOrEqual(400);
    expect(findInMany(5000, (index) => (index % 500 >= 490 ? 3 : 1)).at.nineOfTen).toBeLessThanOrEqual(1500);
  });

  it('does not wait for one of two modes to go', () => {
    expect(findInMany(5000, (_, random) => (random() < 0.3 ? 1.2 : 1)).at.nineOfTen).toBeLessThanOrEqual(600);
  });

  it('is not found while the series runs away', () => {
    const found = Array.from({ length: SERIES }, (_, seed) => {
      const latencies = series(1000, (index) => 1 + index / 100, seed);
      return find(latencies).at;
    });
    expect(found.filter((at) => at !== null).length).toBeLessThanOrEqual(5);
  });

  it('is seldom found early in a long decay, which looks like a slope', () => {
    const found = Array.from({ length: SERIES }, (_, seed) => {
      const latencies = series(1000, (index) => 1 + 2 * Math.exp(-index / 1000), seed);
      return find(latencies, 200).at;
    });
    expect(found.filter((at) => at !== null).length).toBeLessThanOrEqual(5);
  });

  it('is found in correlated, equal and coarsely timed series', () => {
    const normal = normalFrom(randomFrom(7));
    const correlated = autoregressive(5000, 0.8, normal).map((value) => 5 + 0.1 * value);
    expect(find(correlated).at).not.toBeNull();
    expect(find(new Float64Array(100).fill(3))).toEqual({ at: 60, transient: 0 });
    const coarse = series(1000, () => 1, 3).map((value) => Math.round(value * 10) / 10);
    expect(find(coarse).at).not.toBeNull();
  });

  it('does not depend on how the samples were handed over', () => {
    const latencies = series(4001, (index) => 1 + 2 * Math.exp(-index / 50), 11);
    const whole = new SteadyState();
    whole.add(latencies);
    const parts = new SteadyState();
    for (let index = 0; index < latencies.length; index += 7) parts.add(latencies.subarray(index, index + 7));
    expect(parts.verdict()).toEqual(whole.verdict());
    expect(whole.verdict().steady).toBe(true);
  });

  it('is unknown on a handful of samples', () => {
    const detector = new SteadyState();
    expect(detector.verdict()).toEqual({ steady: false, transient: null });
    detector.add(Float64Array.of(1, 1, 1, 1, 1, 1, 1));
    expect(detector.verdict()).toEqual({ steady: false, transient: null });
  });

  it('needs as many iterations as it says, and no more where all are alike', () => {
    const found = new SteadyState();
    let iterations = 0;
    while (!found.verdict().steady && iterations < 1000) {
      found.add(Float64Array.of(1));
      iterations += 1;
    }
    expect(iterations).toBe(STEADY_NEEDS_ITERATIONS);
  });
});
