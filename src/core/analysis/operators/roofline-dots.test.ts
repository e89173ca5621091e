import { describe, expect, it } from 'vitest';
import type { CeilingsOfRun } from './attained.ts';
import { operatorOf } from './operator-profile.fixture.ts';
import { rooflinePlaces } from './roofline-dots.ts';

const cpu = { name: 'cpu', threads: null, memory: 10, fp32: 100, fp64: null, fp16: null, int8: null };
const ceilings = { kind: 'known', cpu, gpu: null } as unknown as CeilingsOfRun;

describe('operators under the roofline', () => {
  it('lie by their intensity and the rate that they reached', () => {
    const matmul = operatorOf({ flops: 4e6, bytesRead: 1e5, bytesWritten: 1e5, selfMs: 1 });
    // 20 FLOPs a byte are bound by arithmetic: 4 of 100 GFLOP/s.
    expect(rooflinePlaces([matmul], 'cpu', ceilings).places).toEqual([
      { place: 0, intensity: 20, gigaflops: 4, attained: 0.04 },
    ]);
  });

  it('are counted where they have no place, and where they lie above', () => {
    const operators = [
      operatorOf({ flops: 0 }),
      operatorOf({ flops: null }),
      operatorOf({ bytesRead: null }),
      operatorOf({ provider: 'webgpu' }),
      operatorOf({ selfMs: 0 }),
      operatorOf({ flops: 2e8, selfMs: 1 }),
    ];
    expect(rooflinePlaces(operators, 'cpu', ceilings)).toMatchObject({
      places: [{ place: 5, attained: 2 }],
      unknown: 3,
      withoutArithmetic: 1,
      elsewhere: 1,
      above: 1,
    });
    expect(rooflinePlaces(operators, 'cpu', { kind: 'not-probed' }).places).toEqual([]);
  });
});
