import { describe, expect, it } from 'vitest';
import type { Environment } from '../../../contract/hardware.ts';
import type { Probe } from '../../../contract/probe.ts';
import { hardwareKey } from '../machine-key.ts';
import { attainedShare, ceilingsFor, ceilingsOfRun, leastMs, type Ceilings } from './attained.ts';
import { operatorOf } from './operator-profile.fixture.ts';

const environment = {
  host: 'bench-1',
  cpu: { model: 'Example CPU', cores: 8, physicalCores: 8 },
} satisfies Pick<Environment, 'host' | 'cpu'>;

const probe = {
  machine: hardwareKey(environment),
  cpu: {
    name: 'Example CPU',
    threads: 8,
    triadGBs: 40,
    fp32Gflops: 800,
    fp64Gflops: 400,
    int8Gops: 3200,
    single: { readGBs: 15, triadGBs: 12, fp32Gflops: 120 },
  },
  gpus: [],
} as unknown as Probe;

function cpuOf(threads: number | null): Ceilings {
  const ceilings = ceilingsOfRun(probe, environment, { threads });
  if (ceilings.kind !== 'known') throw new Error(ceilings.kind);
  return ceilings.cpu;
}

describe('the ceilings of a run', () => {
  it('are those of its own machine alone', () => {
    expect(ceilingsOfRun(null, environment, { threads: null }).kind).toBe('not-probed');
    expect(ceilingsOfRun(probe, null, { threads: null }).kind).toBe('not-probed');
    const elsewhere = { ...environment, host: 'bench-2' };
    expect(ceilingsOfRun(probe, elsewhere, { threads: null })).toMatchObject({
      kind: 'other-machine',
      ranOn: expect.stringContaining('bench-2') as string,
    });
  });

  it('are lower with fewer threads, and never higher than with all', () => {
    expect(cpuOf(null)).toMatchObject({ threads: null, memory: 40, fp32: 800 });
    expect(cpuOf(1)).toMatchObject({ threads: 1, memory: 12, fp32: 120, fp64: 60, int8: 480 });
    expect(cpuOf(4)).toMatchObject({ memory: 40, fp32: 480 });
    expect(cpuOf(64)).toMatchObject({ threads: null, fp32: 800 });
  });

  it('are none on a GPU that was not probed', () => {
    const ceilings = ceilingsOfRun(probe, environment, { threads: null });
    expect(ceilingsFor('webgpu', ceilings)).toBeNull();
    expect(ceilingsFor('cpu', ceilings)?.fp32).toBe(800);
  });
});

describe('what an operator reached', () => {
  const ceilings = ceilingsOfRun(probe, environment, { threads: null });
  const bytes = (type: 'float32' | 'float64' | 'int8') => [{ tensor: 'x', type, shape: [1] }];

  it('is bound by arithmetic or by bytes, whichever takes longer', () => {
    const work = { flops: 8e9, bytesRead: 1e6, bytesWritten: 0 };
    expect(leastMs(operatorOf(work), cpuOf(null))).toBeCloseTo(10);
    expect(leastMs(operatorOf({ ...work, inputs: bytes('float64') }), cpuOf(null))).toBeCloseTo(20);
    expect(leastMs(operatorOf({ ...work, inputs: bytes('int8') }), cpuOf(null))).toBeCloseTo(2.5);
    const moved = { flops: 0, bytesRead: 2e7, bytesWritten: 2e7 };
    expect(leastMs(operatorOf(moved), cpuOf(null))).toBeCloseTo(1);
    expect(leastMs(operatorOf({ flops: null }), cpuOf(null))).toBeNull();
  });

  it('is weighed by time over several, and leaves out what is not known', () => {
    const operators = [
      operatorOf({ flops: 8e9, bytesRead: 0, bytesWritten: 0, selfMs: 20 }),
      operatorOf({ flops: 0, bytesRead: 4e7, bytesWritten: 0, selfMs: 2 }),
      operatorOf({ flops: null, selfMs: 100 }),
      operatorOf({ provider: 'webgpu', selfMs: 100 }),
    ];
    expect(attainedShare(operators, [0], ceilings)).toBeCloseTo(0.5);
    expect(attainedShare(operators, [0, 1, 2, 3], ceilings)).toBeCloseTo(0.5);
    expect(attainedShare(operators, [2, 3], ceilings)).toBeNull();
  });
});
