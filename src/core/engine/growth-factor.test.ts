import { describe, expect, it } from 'vitest';
import { growthFactor } from './growth-factor.ts';

const MB = 1e6;
const seen = (predicted: number, measured: number) => ({
  predictedBytes: predicted * MB,
  measuredBytes: measured * MB,
});

describe('what earlier runs teach of growth', () => {
  it('is nothing without a run, or with runs of another order', () => {
    expect(growthFactor([], 500 * MB)).toBeNull();
    expect(growthFactor([seen(10, 30), seen(50, 60), seen(5000, 6000)], 500 * MB)).toBeNull();
  });

  it('is the median of the three that are nearest in size', () => {
    const runs = [seen(500, 600), seen(490, 539), seen(510, 663), seen(1500, 300)];
    expect(growthFactor(runs, 500 * MB)).toBeCloseTo(1.2, 6);
  });

  it('keeps away from what cannot be the model’s', () => {
    expect(growthFactor([seen(500, 5000)], 500 * MB)).toBeNull();
  });

  it('is finite where the prediction is beyond all measure', () => {
    expect(growthFactor([seen(500, 600)], 1e30)).toBeNull();
  });
});
