import { describe, expect, it } from 'vitest';
import type { CudaContext, CudaNative } from '../../../native/cuda.d.ts';
import { checkGpuKernels } from './check-kernels.ts';
import { cudaOrNull, useStandIn, WITHOUT } from './stand-in-cuda.test-support.ts';

describe.skipIf(cudaOrNull === null)(`kernels of the GPU, run on the processor ${WITHOUT}`, () => {
  const cuda = cudaOrNull as CudaNative;

  it('are right, all that the stand-in can run', { timeout: 300_000 }, () => {
    useStandIn();
    const checks = checkGpuKernels(cuda);
    expect(checks.filter(({ isRight }) => !isRight)).toEqual([]);
    expect(checks.map(({ kernel }) => kernel)).toContain('tensor_peak_bf16');
    expect(checks).toHaveLength(23);
  });

  it('are wrong where the driver fails on the way, each with what it says', { timeout: 300_000 }, () => {
    useStandIn('stand_in_cuda', 'lose=cuLaunchKernel:700@40');
    const checks = checkGpuKernels(cuda);
    expect(checks).toHaveLength(23);
    expect(checks[0]?.size).toBe('cuLaunchKernel failed on GPU 0: an illegal memory access was encountered');
    expect(checks.every(({ isRight }) => !isRight)).toBe(true);
  });

  it('are none where there is no driver', () => {
    useStandIn('no_such_library');
    expect(checkGpuKernels(cuda)).toEqual([]);
  });

  it('are found out when one writes something else', { timeout: 300_000 }, () => {
    useStandIn();
    // The last element that is read of every output is one bit off.
    const lying: CudaNative = {
      open: () => {
        const driver = cuda.open();
        return { ...driver, createContext: (ordinal) => spoiltReading(driver.createContext(ordinal)) };
      },
    };
    const right = checkGpuKernels(lying).filter(({ isRight }) => isRight);
    expect(right).toEqual([]);
  });
});

function spoiltReading(context: CudaContext): CudaContext {
  const { allocate } = context;
  context.allocate = (bytes) => {
    const memory = allocate(bytes);
    const { read } = memory;
    memory.read = (into, offset) => {
      read(into, offset);
      const view = new Uint8Array(into.buffer, into.byteOffset, into.byteLength);
      if (offset === undefined && view.length > 0) view[view.length - 1] = (view.at(-1) ?? 0) ^ 0x40;
    };
    return memory;
  };
  return context;
}
