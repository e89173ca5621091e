import { describe, expect, it } from 'vitest';
import type { CudaNative } from '../../../native/cuda.d.ts';
import { probeGpus } from './probe-gpus.ts';
import { cudaOrNull, useStandIn, WITHOUT } from './stand-in-cuda.test-support.ts';

/** How far a stand-in goes: the probe runs to its end on it, but its figures are those of an emulation. */
describe.skipIf(cudaOrNull === null)(`probing GPUs, on a stand-in ${WITHOUT}`, () => {
  const cuda = cudaOrNull as CudaNative;
  const noSteps = () => undefined;

  it('fills in all there is to measure, step by step', { timeout: 300_000 }, () => {
    useStandIn();
    const steps: [string, number, number][] = [];
    const { gpus, reason } = probeGpus(cuda, (...step) => steps.push(step));
    expect(reason).toBe('');
    const [gpu] = gpus;
    if (gpu === undefined) throw new Error('The stand-in has a card.');
    expect(gpu.name).toContain('stand-in');
    const { advice, matrixProducts, ...figures } = gpu;
    expect(numbersIn({ ...figures, matrixProducts }).filter((value) => !(value >= 0))).toEqual([]);
    expect(Object.entries(gpu).filter(([, value]) => value === null)).toEqual([]);
    expect(matrixProducts.map(({ size }) => size)).toEqual([32, 31]);
    expect(gpu.cosine?.ofCopy).toBeCloseTo((gpu.cosine?.fp32GBs ?? 0) / gpu.copyGBs, 10);
    for (const one of advice) expect(one.gain).toBeGreaterThanOrEqual(1.05);
    expect(steps.map(([, done]) => done)).toEqual([...steps.keys()]);
    expect(steps.every(([, done, of]) => done < of)).toBe(true);
  });

  it('leaves out what the card or the driver does not have', { timeout: 300_000 }, () => {
    useStandIn('stand_in_cuda_old', 'capability=75');
    const [gpu] = probeGpus(cuda, noSteps).gpus;
    expect(gpu).toMatchObject({ graphLaunchUs: null, bf16Gflops: null, tensorBf16Gflops: null });
    expect(gpu?.tensorFp16Gflops).toBeGreaterThan(0);
    expect(gpu?.advice.map(({ id }) => id)).not.toContain('capture-graphs');
  });

  it('gives back all of the card’s memory', { timeout: 300_000 }, () => {
    useStandIn();
    const free = () => {
      const context = cuda.open().createContext(0);
      const { freeBytes } = context.memory();
      context.close();
      return freeBytes;
    };
    const before = free();
    probeGpus(cuda, noSteps);
    expect(free()).toBe(before);
  });

  it('goes on to the next card when one fails', { timeout: 300_000 }, () => {
    useStandIn('stand_in_cuda', 'devices=2,fail=cuLaunchKernel:719@5');
    const { gpus, reason } = probeGpus(cuda, noSteps);
    expect(gpus).toHaveLength(1);
    expect(reason).toBe('');
  });

  it('says why there are none', () => {
    const reasonWith = (library: string, script: string) => {
      useStandIn(library, script);
      const { gpus, reason } = probeGpus(cuda, noSteps);
      expect(gpus).toEqual([]);
      return reason;
    };
    expect(reasonWith('no_such_library', '')).toContain('There is no CUDA driver here');
    expect(reasonWith('stand_in_cuda', 'devices=0')).toContain('no CUDA-capable device');
    expect(reasonWith('stand_in_cuda', 'capability=61')).toContain('compute capability 6.1');
    expect(reasonWith('stand_in_cuda', 'memory=1000')).toContain('out of memory');
    expect(reasonWith('stand_in_cuda', 'lose=cuCtxSetCurrent:46@20')).toContain('GPU 0');
  });
});

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(numbersIn);
}
