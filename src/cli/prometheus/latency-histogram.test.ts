import { describe, expect, it } from 'vitest';
import { LatencyHistogram } from './latency-histogram.ts';

const bucketsOf = (histogram: LatencyHistogram): Readonly<Record<string, number>> => {
  const buckets = histogram.family.samples.filter(({ suffix }) => suffix === '_bucket');
  return Object.fromEntries(buckets.map(({ labels, value }) => [labels['le'] ?? '', value] as const));
};
const partOf = (histogram: LatencyHistogram, part: string): number | undefined =>
  histogram.family.samples.find(({ suffix }) => suffix === part)?.value;

describe('a histogram of latencies', () => {
  it('counts each into its bucket and all that are wider', () => {
    const histogram = new LatencyHistogram('x', 'X.');
    for (const seconds of [0.001, 0.0011, 3, 500]) histogram.observe({ operation: 'a' }, seconds);
    const buckets = bucketsOf(histogram);
    expect([buckets['0.0005'], buckets['0.001'], buckets['0.002'], buckets['5'], buckets['100']]).toEqual([
      0, 1, 2, 3, 3,
    ]);
    expect([buckets['+Inf'], partOf(histogram, '_count')]).toEqual([4, 4]);
    expect(partOf(histogram, '_sum')).toBeCloseTo(503.0021, 10);
  });

  it('takes in a whole run by its quantiles', () => {
    const histogram = new LatencyHistogram('x', 'X.');
    // Evenly from 0 to 10 ms.
    const levels = Float64Array.from({ length: 101 }, (_, index) => index / 100);
    histogram.addRun(
      { model: 'm' },
      10_000,
      levels,
      levels.map((level) => level / 100),
      0.005,
    );
    const buckets = bucketsOf(histogram);
    expect([buckets['0.001'], buckets['0.002'], buckets['0.005'], buckets['0.01'], buckets['+Inf']]).toEqual([
      1000, 2000, 5000, 10_000, 10_000,
    ]);
    expect(partOf(histogram, '_sum')).toBeCloseTo(50, 6);
  });

  it('never has more series than a server should take', () => {
    const histogram = new LatencyHistogram('x', 'X.');
    for (let model = 0; model < 500; model += 1) histogram.observe({ model: `m${model}` }, 1);
    const counts = histogram.family.samples.filter(({ suffix }) => suffix === '_count');
    expect(counts).toHaveLength(201);
    expect(counts.find(({ labels }) => labels['model'] === 'other')?.value).toBe(300);
  });
});
