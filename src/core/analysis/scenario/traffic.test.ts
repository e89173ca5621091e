import { describe, expect, it } from 'vitest';
import { queryLengths } from './query-lengths.ts';
import { poissonTraffic } from './traffic.ts';
import { uniform } from './uniform.ts';

function arrivals(perSecond: number, untilMs: number, seed: number): number[] {
  const traffic = poissonTraffic(perSecond, untilMs, uniform(seed, 'arrivals'));
  const times: number[] = [];
  while (traffic.nextAtMs !== Number.POSITIVE_INFINITY) times.push(traffic.take(traffic.nextAtMs));
  return times;
}

describe('a server’s arrivals', () => {
  const times = arrivals(1000, 20_000, 3);
  const gaps = times.map((time, index) => time - (times[index - 1] ?? 0)).sort((left, right) => left - right);

  it('come at the rate that was asked for', () => {
    // 20,000 expected, 141 the deviation.
    expect(Math.abs(times.length - 20_000)).toBeLessThan(600);
  });

  it('have exponential gaps', () => {
    // Kolmogorov and Smirnov's distance; its 0.1 % point for so many is 1.95 / √n.
    const distance = gaps.reduce((most, gap, rank) => {
      const expected = 1 - Math.exp(-gap);
      return Math.max(
        most,
        Math.abs(expected - rank / gaps.length),
        Math.abs(expected - (rank + 1) / gaps.length),
      );
    }, 0);
    expect(distance).toBeLessThan(1.95 / Math.sqrt(gaps.length));
  });

  it('do not tell from one gap what the next will be', () => {
    const before = times.map((time, index) => time - (times[index - 1] ?? 0));
    const product = before
      .slice(1)
      .reduce((sum, gap, index) => sum + (gap - 1) * ((before[index] ?? 1) - 1), 0);
    expect(Math.abs(product / before.length)).toBeLessThan(0.03);
  });

  it('are the same for the same seed, and others for another', () => {
    expect(arrivals(100, 1000, 5)).toEqual(arrivals(100, 1000, 5));
    expect(arrivals(100, 1000, 5)).not.toEqual(arrivals(100, 1000, 6));
  });
});

describe('mixed lengths', () => {
  const lengthOf = queryLengths({ lengths: 'mixed', query: { samples: 1, sequence: 128, axes: {} } }, 1);
  const lengths = Array.from({ length: 20_000 }, (_query, index) => lengthOf(index));

  it('lie between a quarter and the whole of the sequence, all of them about as often', () => {
    const counts = new Map<number, number>();
    for (const length of lengths) counts.set(length, (counts.get(length) ?? 0) + 1);
    expect([...counts.keys()].sort((left, right) => left - right)).toEqual(
      Array.from({ length: 97 }, (_length, index) => index + 32),
    );
    // 206 expected of each; four deviations to either side.
    for (const count of counts.values()) expect(Math.abs(count - 206)).toBeLessThan(65);
  });

  it('are the same for the same query', () => {
    expect(lengths.slice(0, 50)).toEqual(Array.from({ length: 50 }, (_query, index) => lengthOf(index)));
  });
});
