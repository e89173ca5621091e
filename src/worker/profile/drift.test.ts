import { describe, expect, it } from 'vitest';
import { summarizeLatency } from '../../core/analysis/summary.ts';
import { driftNote } from './drift.ts';

const series = (centre: number, count = 400): Float64Array =>
  Float64Array.from({ length: count }, (_value, index) => centre * (1 + 0.02 * Math.sin(index * 12.9898)));
const summary = (centre: number) => {
  const latency = summarizeLatency(series(centre));
  if (latency === null) throw new Error('There is nothing to sum up.');
  return latency;
};

describe('iterations beside the profiled ones', () => {
  it('that are as fast as the clean pass are no news', () => {
    expect(driftNote(summary(10), [...series(10, 50)])).toBeNull();
    expect(driftNote(summary(10), [...series(10.3, 50)])).toBeNull();
    expect(driftNote(summary(0.01), [...series(0.0115, 50)])).toBeNull();
  });

  it('that are slower or faster say by how much', () => {
    expect(driftNote(summary(10), [...series(12, 50)])?.message).toContain('20 % more');
    expect(driftNote(summary(10), [...series(7, 50)])).toMatchObject({
      kind: 'drifted',
      message: expect.stringContaining('30 % less') as string,
    });
  });

  it('say nothing where they are few, or as far apart as each other', () => {
    expect(driftNote(summary(10), [12, 12, 12])).toBeNull();
    expect(driftNote(summary(10), [8, 12, 12, 9, 13, 14, 8.5, 12])).toBeNull();
  });
});
