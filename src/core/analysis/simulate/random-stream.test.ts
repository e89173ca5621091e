import { describe, expect, it } from 'vitest';
import { RandomStream } from './random-stream.ts';

describe('a stream of random numbers', () => {
  it('is uniform: each tenth gets its share, and neighbours do not hang together', () => {
    const stream = new RandomStream(7);
    const tenths = new Array<number>(10).fill(0);
    let products = 0;
    let before = stream.uniform();
    for (let index = 0; index < 100_000; index += 1) {
      const value = stream.uniform();
      tenths[Math.floor(value * 10)] = (tenths[Math.floor(value * 10)] as number) + 1;
      products += (value - 0.5) * (before - 0.5) * 12;
      before = value;
    }
    // Chi-squared with 9 degrees of freedom stays below 33.7 but once in 10,000 times.
    expect(tenths.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(33.7);
    expect(Math.abs(products / 100_000)).toBeLessThan(4 / Math.sqrt(100_000));
  });

  it('is normal: mean, deviation and tails', () => {
    const stream = new RandomStream(3);
    const values = Array.from({ length: 100_000 }, () => stream.normal());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const square = values.reduce((sum, value) => sum + value * value, 0) / values.length;
    expect(mean).toBeCloseTo(0, 2);
    expect(square).toBeCloseTo(1, 1);
    expect(values.filter((value) => Math.abs(value) > 1.959964).length / values.length).toBeCloseTo(0.05, 2);
  });

  it('differs for seeds that stand side by side', () => {
    const firsts = Array.from({ length: 1000 }, (_value, seed) => new RandomStream(seed).uniform());
    expect(new Set(firsts).size).toBe(1000);
    expect(firsts.reduce((sum, value) => sum + value, 0) / 1000).toBeCloseTo(0.5, 1);
  });
});
