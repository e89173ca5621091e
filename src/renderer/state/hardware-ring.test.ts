import { describe, expect, it } from 'vitest';
import type { HardwareSample } from '../../contract/hardware.ts';
import { HardwareRing } from './hardware-ring.ts';

const sampleAt = (at: number): HardwareSample => ({
  at,
  cpuPercent: 1,
  perCorePercent: [],
  cpuMHz: null,
  cpuFastestMHz: null,
  stealPercent: null,
  cpuWaitPercent: null,
  memoryUsedBytes: null,
  memoryTotalBytes: null,
  process: null,
  samplerCpuPercent: null,
});

const times = (ring: HardwareRing): number[] => ring.samples.map(({ at }) => at);

describe('the ring of hardware samples', () => {
  it('keeps the newest', () => {
    const ring = new HardwareRing(3);
    [1, 2, 3, 4].forEach((at) => ring.push(sampleAt(at)));
    expect(times(ring)).toEqual([2, 3, 4]);
    expect(ring.latest?.at).toBe(4);
  });

  it('takes no sample twice and none from the past', () => {
    const ring = new HardwareRing(3);
    [2, 2, 1].forEach((at) => ring.push(sampleAt(at)));
    expect(times(ring)).toEqual([2]);
  });

  it('fills the gap that a lost connection left', () => {
    const ring = new HardwareRing(4);
    [1, 5].forEach((at) => ring.push(sampleAt(at)));
    ring.merge([2, 3, 4, 5].map(sampleAt));
    expect(times(ring)).toEqual([2, 3, 4, 5]);
  });

  it('gives a new list at each change, so that a view can tell', () => {
    const ring = new HardwareRing(4);
    ring.push(sampleAt(1));
    const before = ring.samples;
    ring.push(sampleAt(2));
    expect(ring.samples).not.toBe(before);
    expect(before).toHaveLength(1);
  });
});
