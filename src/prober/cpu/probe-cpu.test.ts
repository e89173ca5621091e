import { describe, expect, it } from 'vitest';
import type { CpuNative } from '../../../native/cpu.d.ts';
import { loadAddon } from '../../native/load-addon.ts';
import { probeCpu } from './probe-cpu.ts';

const native = loadAddon().addon?.cpu;

/** Speeds by what is asked for, so that every figure can be told where it came from. */
const scripted: Pick<CpuNative, 'describe' | 'measureBandwidth' | 'measurePeak'> = {
  describe: () => ({
    levels: ['scalar'],
    simd: 'scalar',
    hasByteDotProduct: false,
    threads: 4,
    availableBytes: 2 ** 34,
  }),
  measureBandwidth: async ({ traffic, threads }) => {
    const speed = { read: 10, write: 20, copy: 30, triad: 40 }[traffic];
    return Float64Array.of(speed * 0.9, speed * (threads ?? 0), speed);
  },
  measurePeak: async ({ type, threads }) => {
    if (type === 'int8') throw new Error('There is no such instruction.');
    return new Float64Array(3).fill((type === 'fp32' ? 100 : 50) * (threads ?? 0));
  },
};

describe('the probe of the processor', () => {
  it('puts each figure in its place, the best of its samples, and says how far it is', async () => {
    const steps: number[] = [];
    const probe = await probeCpu(scripted as CpuNative, (_step, done, of) => steps.push(done / of));
    expect(probe).toMatchObject({
      threads: 4,
      simd: 'scalar',
      readGBs: 40,
      writeGBs: 80,
      copyGBs: 120,
      triadGBs: 160,
      fp32Gflops: 400,
      fp64Gflops: 200,
      int8Gops: null,
      single: { readGBs: 10, triadGBs: 40, fp32Gflops: 100 },
      spread: { fp32: 0 },
    });
    expect(probe.caches.at(-1)).toEqual({ level: 'memory', bytes: null, readGBs: 40 });
    expect(probe.spread.triad).toBeGreaterThan(0);
    expect(steps[0]).toBe(0);
    expect(steps.at(-1)).toBe(1);
    expect([...steps].sort((a, b) => a - b)).toEqual(steps);
    expect(new Set(steps).size).toBe(steps.length);
  });

  it.skipIf(native === undefined)(
    'measures on this machine (skipped where the addon is not built)',
    async () => {
      const probe = await probeCpu(native as CpuNative, () => undefined);
      const { caches, ladder, single, spread, ...rest } = probe;
      const figures = [...caches, ...ladder].map(({ readGBs }) => readGBs);
      const numbers = [...figures, ...Object.values(single), rest.triadGBs, rest.fp32Gflops, rest.fp64Gflops];
      expect(numbers.filter((value) => !(value > 0 && Number.isFinite(value)))).toEqual([]);
      expect(rest.measuredBytes).toBeGreaterThan(0);
      expect(spread.triad).toBeGreaterThanOrEqual(0);
      expect(rest.name).not.toBe('');
    },
  );

  it.skipIf(native === undefined)(
    'counts bytes and refuses nonsense (skipped where the addon is not built)',
    async () => {
      const { measureBandwidth, measurePeak } = native as CpuNative;
      const samples = await measureBandwidth({
        traffic: 'triad',
        bytes: 1,
        samples: 3,
        sampleSeconds: 0,
        threads: 3,
      });
      expect(samples).toHaveLength(3);
      await expect(measureBandwidth({ traffic: 'swim' as never, bytes: 8 })).rejects.toMatchObject({
        code: 'CPU_ARGUMENT',
      });
      await expect(measureBandwidth({ traffic: 'read', bytes: 1e14 })).rejects.toMatchObject({
        code: 'CPU_OUT_OF_MEMORY',
      });
      await expect(measurePeak({ type: 'int8', simd: 'scalar' })).rejects.toMatchObject({
        code: 'CPU_SIMD_UNAVAILABLE',
      });
    },
  );
});
