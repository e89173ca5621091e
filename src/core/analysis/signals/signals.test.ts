import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { autoregressive, normalFrom, randomFrom } from '../simulated-series.test-support.ts';
import { signalsOf } from './signals.ts';

const SERIES = 100;

type Sample = (index: number, share: number) => number;

/** Latencies around 10 ms with 2 % of noise, times what the sample makes of its place. */
function series(count: number, seed: number, make: (random: () => number) => Sample): Float64Array {
  const random = randomFrom(seed);
  const normal = normalFrom(random);
  const sample = make(random);
  return Float64Array.from(
    { length: count },
    (_, index) => 10 * (1 + 0.02 * normal()) * sample(index, index / count),
  );
}

function shareOf(
  signal: 'drift' | 'modes',
  count: number,
  make: (random: () => number) => Sample | Float64Array,
): number {
  let detected = 0;
  for (let seed = 0; seed < SERIES; seed += 1) {
    const made = make(randomFrom(seed));
    const latencies = made instanceof Float64Array ? made : series(count, seed, () => made);
    if (signalsOf(latencies)[signal]?.detected === true) detected += 1;
  }
  return detected / SERIES;
}

const correlated =
  (count: number, shape: (value: number) => number) =>
  (random: () => number): Float64Array =>
    autoregressive(count, 0.8, normalFrom(random)).map(shape);

const spikes =
  (share: number) =>
  (random: () => number): Sample =>
  () =>
    random() < share ? 5 : 1;

describe('drift', () => {
  it('is found, with its sign and size', () => {
    const slower = signalsOf(series(1000, 1, () => (_, share) => 1 + 0.05 * share)).drift;
    expect(slower?.detected).toBe(true);
    expect(slower?.change).toBeGreaterThan(0.035);
    expect(slower?.change).toBeLessThan(0.065);
    expect(signalsOf(series(1000, 2, () => (_, share) => 1 - 0.1 * share)).drift?.change).toBeLessThan(-0.08);
    expect(shareOf('drift', 200, () => (_, share) => 1 + 0.05 * share)).toBeGreaterThan(0.95);
  });

  it('is seldom found where there is none', () => {
    expect(shareOf('drift', 500, () => () => 1)).toBeLessThanOrEqual(0.02);
    expect(shareOf('drift', 500, spikes(0.02))).toBeLessThanOrEqual(0.02);
    expect(
      shareOf(
        'drift',
        0,
        correlated(200, (value) => 10 + value),
      ),
    ).toBeLessThanOrEqual(0.02);
    expect(
      shareOf(
        'drift',
        0,
        correlated(2000, (value) => 10 + value),
      ),
    ).toBeLessThanOrEqual(0.02);
  });

  it('is no drift below one percent, however sure', () => {
    const { drift } = signalsOf(series(20_000, 3, () => (_, share) => 1 + 0.004 * share));
    expect(drift?.pValue).toBeLessThan(0.01);
    expect(drift?.detected).toBe(false);
  });
});

describe('two modes', () => {
  it('are found with their centres, shares and switches', () => {
    const { modes } = signalsOf(series(500, 4, (random) => () => (random() < 0.3 ? 1.2 : 1)));
    expect(modes?.detected).toBe(true);
    expect(modes?.centresMs[0]).toBeCloseTo(10, 0);
    expect(modes?.centresMs[1]).toBeCloseTo(12, 0);
    expect(modes?.shares[0]).toBeCloseTo(0.7, 1);
    expect(shareOf('modes', 100, (random) => () => (random() < 0.3 ? 1.2 : 1))).toBeGreaterThan(0.95);
  });

  it('are found beside single slow iterations', () => {
    expect(
      shareOf('modes', 500, (random) => () => (random() < 0.3 ? 1.2 : 1) * (random() < 0.01 ? 5 : 1)),
    ).toBeGreaterThan(0.95);
  });

  it('count how often the series went from one to the other', () => {
    const { modes } = signalsOf(series(1000, 5, () => (index) => (index % 250 < 150 ? 1 : 1.3)));
    expect(modes).toMatchObject({ detected: true, switches: 7 });
  });

  it('are not found in one', () => {
    expect(shareOf('modes', 300, () => () => 1)).toBeLessThanOrEqual(0.02);
    expect(shareOf('modes', 100, spikes(0.02))).toBeLessThanOrEqual(0.02);
    expect(
      shareOf(
        'modes',
        0,
        correlated(300, (value) => Math.exp(value)),
      ),
    ).toBeLessThanOrEqual(0.02);
    const coarse = series(2000, 6, () => () => 1).map((value) => Math.round(value * 5) / 5);
    expect(signalsOf(coarse).modes).toMatchObject({ detected: false, shares: [1], switches: 0 });
  });
});

describe('outliers', () => {
  it('are what lies beyond 3.5 deviations, with the time that they took', () => {
    const latencies = series(1000, 7, () => (index) => (index % 100 === 50 ? 5 : 1));
    const { outliers } = signalsOf(latencies);
    expect(outliers?.count).toBeGreaterThanOrEqual(10);
    expect(outliers?.count).toBeLessThanOrEqual(14);
    expect(outliers?.timeShare).toBeCloseTo(50 / 1040, 2);
    expect(outliers?.slowestMs).toBe(Math.max(...latencies));
  });

  it('are found under a clock so coarse that most samples are equal', () => {
    const latencies = Float64Array.from({ length: 100 }, (_, index) =>
      index === 30 ? 50 : 1 + (index % 10 === 0 ? 1 : 0),
    );
    expect(signalsOf(latencies).outliers).toMatchObject({ count: 1, slowestMs: 50 });
  });

  it('are none in an even series', () => {
    expect(signalsOf(new Float64Array(100).fill(2)).outliers).toMatchObject({
      count: 0,
      share: 0,
      slowestMs: null,
    });
  });
});

describe('the signals of a run', () => {
  it('have the correlation of neighbours', () => {
    const latencies = autoregressive(5000, 0.8, normalFrom(randomFrom(9))).map((value) => 20 + value);
    expect(signalsOf(latencies).autocorrelation).toBeCloseTo(0.8, 1);
  });

  it('say nothing on three samples, and take whatever they are given', () => {
    expect(signalsOf(Float64Array.of(1, 2, 3))).toEqual({
      drift: null,
      modes: null,
      outliers: null,
      autocorrelation: null,
    });
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.constant(1)), { maxLength: 200 }),
        (values) => {
          const { drift, modes, outliers } = signalsOf(Float64Array.from(values));
          if (drift !== null) expect(drift.pValue).toBeLessThanOrEqual(1);
          if (drift !== null) expect(Number.isFinite(drift.change)).toBe(true);
          if (modes !== null) expect(modes.shares.reduce((sum, share) => sum + share)).toBeCloseTo(1, 9);
          if (outliers !== null) expect(outliers.share).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});
