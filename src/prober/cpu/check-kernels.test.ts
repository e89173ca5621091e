import { describe, expect, it } from 'vitest';
import type { CpuNative, KernelArray } from '../../../native/cpu.d.ts';
import { loadAddon } from '../../native/load-addon.ts';
import { RandomStream } from '../../core/analysis/simulate/random-stream.ts';
import { toFloat16Bits } from '../../core/model/float-bits.ts';
import { checkCpuKernels } from './check-kernels.ts';
import { cosineTolerance, referenceCosine, referenceDifference } from './kernel-reference.ts';
import { KERNEL_TYPES } from './kernel-types.ts';

const native = loadAddon().addon?.cpu;

describe.skipIf(native === undefined)(
  'kernels of the processor (skipped where the addon is not built)',
  () => {
    const cpu = native as CpuNative;
    const { levels } = cpu?.describe() ?? { levels: [] };

    it('are right in every instruction set that runs here, and all of them are looked at', () => {
      const checks = checkCpuKernels(cpu);
      expect(checks.filter(({ isRight }) => !isRight)).toEqual([]);
      expect(checks).toHaveLength(levels.length * 16);
      expect(levels[0]).toBe('scalar');
    });

    it('are found out when one of them is wrong', () => {
      const lying: CpuNative = {
        ...cpu,
        cosine: (query, rows, cosines, how) => {
          cpu.cosine(query, rows, cosines, how);
          const last = cosines.length - 1;
          cosines[last] = (cosines[last] as number) + (how?.simd === 'scalar' ? 1e-4 : 0);
        },
        copy: (to, from, how) => cpu.copy(to.subarray(1), from.subarray(1), how),
        compare: (a, b, how) => ({ ...cpu.compare(a, b, how), notFinite: 0 }),
      };
      const wrong = checkCpuKernels(lying).filter(({ isRight }) => !isRight);
      const count = levels.length;
      expect(wrong.filter(({ kernel }) => kernel === 'cosine, one query')).toHaveLength(3);
      expect(wrong.filter(({ kernel }) => kernel === 'copy')).toHaveLength(count);
      expect(wrong.filter(({ kernel }) => kernel === 'output comparison')).toHaveLength(2 * count);
    });

    const ones = (count: number, value = 1): Float32Array => new Float32Array(count).fill(value);
    const one = (a: KernelArray, b: KernelArray, simd: string): number => {
      const cosines = new Float32Array(1);
      cpu.cosine(a, b, cosines, { simd });
      return cosines[0] as number;
    };

    it.each(levels)('has no cosine for zeros, NaN and infinities (%s)', (simd) => {
      for (const length of [1, 5, 64, 257]) {
        const vector = ones(length);
        const spoilt = (value: number): Float32Array => vector.with(length - 1, value);
        expect(one(vector, ones(length, 0), simd)).toBeNaN();
        expect(one(ones(length, 0), vector, simd)).toBeNaN();
        for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
          expect(one(vector, spoilt(value), simd)).toBeNaN();
          expect(one(spoilt(value), vector, simd)).toBeNaN();
        }
        expect(one(vector, vector, simd)).toBeCloseTo(1, 6);
      }
      expect(one(new Int8Array(70), new Int8Array(70).fill(3), simd)).toBeNaN();
    });

    it.each(levels)('survives what overflows or vanishes in single precision (%s)', (simd) => {
      for (const length of [3, 16, 1000]) {
        const pairs: readonly [Float32Array, Float32Array][] = [
          [ones(length, 1e30), ones(length, -2e35)],
          [ones(length, 1e-30), ones(length, -3e-35)],
          [ones(length, 1e-45), ones(length, -3e38)],
        ];
        for (const [a, b] of pairs) {
          expect(one(a, b, simd)).toBeCloseTo(-1, 5);
          const cosines = new Float32Array(4);
          cpu.cosinePairs(joined(a, b), joined(a, b), length, cosines, { simd });
          expect([...cosines].map(Math.round)).toEqual([1, -1, -1, 1]);
        }
      }
    });

    it.each(levels)('adds bytes up without overflow, at their extremes (%s)', (simd) => {
      const count = 3_000_001;
      const low = new Int8Array(count).fill(-128);
      const high = new Int8Array(count).fill(127);
      expect(one(low, low, simd)).toBe(1);
      expect(one(low, high, simd)).toBe(-1);
      const pairs = new Float32Array(1);
      cpu.cosinePairs(low, low, count, pairs, { simd });
      expect(pairs[0]).toBe(1);
    });

    it.each(levels)('keeps its sums right over tens of millions of elements (%s)', (simd) => {
      // Each adds 0.1, which no float holds: summed in single precision this ends tens of percent off.
      const count = 20_000_003;
      const a = ones(count, 0.1);
      const b = ones(count, 0.2).fill(0.4, count / 2);
      const got = cpu.compare(a, b, { simd });
      const near = Math.fround(0.2) - Math.fround(0.1);
      const far = Math.fround(0.4) - Math.fround(0.1);
      const half = Math.floor(count / 2);
      const mean = (near * half + far * (count - half)) / count;
      expect(got.maxError).toBe(far);
      expect(Math.abs(got.meanError / mean - 1)).toBeLessThan(1e-12);
      const cosines = new Float32Array(1);
      cpu.cosine(a, b, cosines, { simd });
      expect(Math.abs((cosines[0] as number) - got.cosine)).toBeLessThan(cosineTolerance('fp32', 4096));
    });

    it.each(KERNEL_TYPES)('gives the same cut among threads, many rows or a long one ($name)', (type) => {
      const random = new RandomStream(11);
      for (const [rows, length] of [
        [5000, 509],
        [1, 1_500_007],
        [3, 1_000_003],
      ] as const) {
        const query = type.random(random, length);
        const array = type.random(random, rows * length);
        const [alone, together] = [new Float32Array(rows), new Float32Array(rows).fill(9)];
        cpu.cosine(query, array, alone, { threads: 1 });
        cpu.cosine(query, array, together, { threads: 7 });
        const furthest = Math.max(...alone.map((value, row) => Math.abs(value - (together[row] as number))));
        expect(furthest).toBeLessThan(1e-6);
        const other = type.random(random, rows * length);
        const [once, cut] = [1, 5].map((threads) => cpu.compare(array, other, { threads }));
        expect(cut?.compared).toBe(once?.compared);
        expect(cut?.maxError).toBe(once?.maxError);
        expect((cut?.rmsError ?? 0) / (once?.rmsError ?? 1)).toBeCloseTo(1, 12);
      }
    });

    it('answers the same later, and with pairs in threads', async () => {
      const random = new RandomStream(12);
      const [type] = KERNEL_TYPES;
      if (type === undefined) throw new Error('There is a type.');
      const array = type.random(random, 301 * 257);
      const [now, later] = [new Float32Array(301 * 301), new Float32Array(301 * 301)];
      cpu.cosinePairs(array, array, 257, now, { threads: 1 });
      await cpu.later.cosinePairs(array, array, 257, later, { threads: 3 });
      expect(later).toEqual(now);
      const top = await cpu.later.cosineTop(array.subarray(0, 257), array, 4);
      expect(top.indices[0]).toBe(0);
      expect(top).toEqual(cpu.cosineTop(array.subarray(0, 257), array, 4));
      await expect(cpu.later.compare(array, new Int8Array(3) as never)).rejects.toThrow();
    });

    it('orders equals by their place, leaves out what has no cosine, and gives no more than there is', () => {
      const rows = Float32Array.of(1, 0, 0, 0, 2, 0, Number.NaN, 1, 1, 1);
      const found = cpu.cosineTop(Float32Array.of(1, 0), rows, 9);
      expect([...found.indices]).toEqual([0, 2, 4]);
      expect(cpu.cosineTop(Float32Array.of(1, 0), rows, 0).indices).toHaveLength(0);
      expect(cpu.cosineTop(Float32Array.of(1, 0), new Float32Array(0), 5).indices).toHaveLength(0);
    });

    it('gives an empty answer for no rows, and refuses what does not fit together', () => {
      cpu.cosine(ones(3), new Float32Array(0), new Float32Array(0));
      cpu.cosinePairs(new Float32Array(0), ones(4), 2, new Float32Array(0));
      expect(cpu.compare(new Float32Array(0), new Float32Array(0))).toMatchObject({
        compared: 0,
        maxError: 0,
      });
      expect(cpu.flush(new Uint8Array(0))).toBeTypeOf('boolean');
      const code = expect.objectContaining({ code: 'CPU_ARGUMENT' }) as unknown;
      const refused: readonly (() => unknown)[] = [
        () => cpu.cosine(new Float32Array(0), ones(2), ones(2)),
        () => cpu.cosine(ones(3), ones(7), ones(2)),
        () => cpu.cosine(ones(3), ones(6), ones(1)),
        () => cpu.cosine(ones(3), new Int8Array(6), ones(2)),
        () => cpu.cosine(new Float64Array(3) as never, ones(6), ones(2)),
        () => cpu.cosine([1, 2] as never, ones(6), ones(2)),
        () => cpu.cosinePairs(ones(4), ones(4), 0, ones(4)),
        () => cpu.cosineTop(ones(2), ones(4), -1),
        () => cpu.compare(ones(2), ones(3)),
        () => cpu.compare(ones(2), ones(2), { threads: -1 }),
        () => cpu.triad(new Float64Array(2), new Float64Array(2), new Float64Array(3), 1),
      ];
      for (const call of refused) expect(caught(call)).toEqual(code);
      expect(caught(() => cpu.compare(ones(2), ones(2), { simd: 'mmx' }))).toMatchObject({
        code: 'CPU_SIMD_UNAVAILABLE',
      });
    });

    it('leaves memory as it was when its lines are flushed', () => {
      const memory = Uint8Array.from({ length: 10_007 }, (_, index) => index).subarray(3);
      const before = memory.slice();
      cpu.flush(memory);
      expect(memory).toEqual(before);
    });

    it('takes the instruction set that DYNO_SIMD names, and says where it does not run', () => {
      const before = process.env['DYNO_SIMD'];
      try {
        process.env['DYNO_SIMD'] = 'scalar';
        expect(cpu.describe()).toMatchObject({ simd: 'scalar', hasByteDotProduct: false });
        process.env['DYNO_SIMD'] = 'sse9';
        expect(caught(() => cpu.describe())).toMatchObject({ code: 'CPU_SIMD_UNAVAILABLE' });
        expect(caught(() => cpu.compare(ones(2), ones(2)))).toMatchObject({ code: 'CPU_SIMD_UNAVAILABLE' });
      } finally {
        if (before === undefined) delete process.env['DYNO_SIMD'];
        else process.env['DYNO_SIMD'] = before;
      }
    });

    it('decodes every half as the reference does', () => {
      const every = Uint16Array.from({ length: 65_536 }, (_, bits) => bits);
      const same = Uint16Array.from(every, () => toFloat16Bits(1));
      const [, half] = KERNEL_TYPES;
      for (const simd of levels) {
        const got = cpu.compare(every, same, { simd });
        const expected = referenceDifference(
          half?.values(every) ?? new Float64Array(0),
          half?.values(same) ?? new Float64Array(0),
        );
        expect(got).toMatchObject({ compared: 63_488, notFinite: 2048, maxError: expected.maxError });
        expect(got.meanError / expected.meanError).toBeCloseTo(1, 12);
      }
    });
  },
);

describe('the reference', () => {
  it('knows right angles and opposites', () => {
    const [x, y] = [Float64Array.of(1, 0), Float64Array.of(0, 2)];
    expect(referenceCosine(x, y)).toBe(0);
    expect(
      referenceCosine(
        x,
        x.map((value) => -value),
      ),
    ).toBe(-1);
    expect(referenceDifference(x, Float64Array.of(4, Number.NaN))).toMatchObject({
      notFinite: 1,
      rmsError: 3,
    });
  });
});

function joined(a: Float32Array, b: Float32Array): Float32Array {
  const both = new Float32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function caught(call: () => unknown): unknown {
  try {
    return call();
  } catch (thrown) {
    return thrown;
  }
}
