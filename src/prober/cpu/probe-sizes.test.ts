import { describe, expect, it } from 'vitest';
import { probeSizes } from './probe-sizes.ts';
import { bestOf, spreadOf } from './samples.ts';

const MEBIBYTE = 1024 ** 2;
const level = (name: string, bytes: number, sharedBy: number, instances: number) => ({
  level: name,
  bytes,
  sharedBy,
  totalBytes: bytes * instances,
});
const CACHES = [level('L1', 32 * 1024, 1, 8), level('L2', MEBIBYTE, 1, 8), level('L3', 32 * MEBIBYTE, 4, 2)];

describe('what a probe goes over', () => {
  it('is well beyond all last caches together, and each level’s own size lies inside it and beyond the nearer', () => {
    const { memory, memoryOfOne, ladder, within } = probeSizes(CACHES, 8, 64 * 1024 * MEBIBYTE);
    expect(memory).toBe(3 * 4 * 64 * MEBIBYTE);
    expect(memoryOfOne).toBe(3 * 4 * 32 * MEBIBYTE);
    expect(ladder[0]).toBe(4096);
    expect(ladder.at(-1)).toBe(memory / 8);
    expect([...ladder].sort((a, b) => a - b)).toEqual(ladder);
    for (const [place, { level: own, bytes }] of within.entries()) {
      expect(bytes * own.sharedBy).toBeLessThanOrEqual(own.bytes);
      expect(bytes).toBeGreaterThan(CACHES[place - 1]?.bytes ?? 0);
    }
  });

  it('stays within what memory there is, and within reason on a very large machine', () => {
    expect(probeSizes(CACHES, 8, 100 * MEBIBYTE).memory).toBe(40 * MEBIBYTE);
    expect(probeSizes(CACHES, 4, 0)).toMatchObject({ memory: 16_384, ladder: [4096] });
    const huge = probeSizes([level('L3', 1024 * MEBIBYTE, 64, 8)], 512, 2 ** 42);
    expect(huge.memory).toBe(8192 * MEBIBYTE);
    expect(huge.memoryOfOne).toBe(768 * MEBIBYTE);
  });

  it('takes a large cache for granted where none is told', () => {
    expect(probeSizes([], 2, 2 ** 36)).toMatchObject({ memory: 768 * MEBIBYTE, within: [] });
  });
});

describe('several samples', () => {
  it('are told by the best, and by half the width of their middle half', () => {
    const samples = Float64Array.of(8, 12, 10, 9, 11);
    expect(bestOf(samples)).toBe(12);
    expect(spreadOf(samples)).toBeCloseTo(0.1, 12);
    expect([bestOf(new Float64Array(0)), spreadOf(new Float64Array(0))]).toEqual([0, 0]);
  });
});
