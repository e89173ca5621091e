import { describe, expect, it } from 'vitest';
import { readSweep } from './read-sweep.ts';
import { scenarioPoint } from './result.fixture.ts';

const streams = (count: number, samplesPerSecond: number) =>
  scenarioPoint({ streams: count, samplesPerSecond });
const rate = (offeredPerSecond: number, p50: number, overloaded = false) =>
  scenarioPoint({ offeredPerSecond, samplesPerSecond: Math.min(offeredPerSecond, 100), overloaded }, p50);

describe('a sweep', () => {
  it('finds the most throughput and where more streams stop paying, in whatever order they came', () => {
    const points = [streams(8, 410), streams(1, 100), streams(4, 390), streams(2, 200)];
    const { best, shown, knee } = readSweep('multi-stream', points);
    expect([best, shown, knee?.index]).toEqual([0, 0, 2]);
    expect(knee?.reason).toBe('Beyond 4 streams throughput hardly grows: 2.00× as many give 1.05× as much.');
  });

  it('shows of a server the best rate that it kept up with', () => {
    const points = [
      rate(20, 4),
      rate(40, 4.2),
      rate(60, 4.6),
      rate(80, 6),
      rate(99, 20),
      rate(120, 900, true),
    ];
    const { best, shown, knee } = readSweep('server', points);
    expect([best, shown]).toEqual([5, 4]);
    expect(knee).toEqual({ index: 3, reason: 'Beyond 80.0 queries/s the mean latency takes off.' });
  });

  it('takes the last rate before a queue without end for the knee, where latency never bends', () => {
    const { knee } = readSweep('server', [rate(20, 4), rate(60, 4), rate(120, 900, true)]);
    expect(knee).toEqual({
      index: 1,
      reason: '120 queries/s cannot be kept up with: the queue grows for as long as they come.',
    });
  });

  it('has no knee with one point, nor with two', () => {
    expect(readSweep('offline', [streams(1, 5)]).knee).toBeNull();
    expect(readSweep('server', [rate(20, 4), rate(200, 400, true)]).knee).toBeNull();
  });
});
