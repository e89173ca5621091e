import type { CpuNative, KernelOptions } from '../../../native/cpu.d.ts';
import type { KernelCheck } from '../../contract/prober-api.ts';
import { cosineOfPairs, cosineOfRows, cosineTop } from './check-cosine.ts';
import { difference } from './check-difference.ts';
import { stream, STREAM_NAMES } from './check-streams.ts';
import { KERNEL_TYPES, type KernelType } from './kernel-types.ts';
import { worst, type Judged } from './judged.ts';

type TypedCheck = (cpu: CpuNative, type: KernelType, how: KernelOptions) => Iterable<Judged>;

const TYPED: Readonly<Record<string, TypedCheck>> = {
  'cosine, one query': cosineOfRows,
  'cosine, pairs': cosineOfPairs,
  'cosine, top k': cosineTop,
  'output comparison': difference,
};

/**
 * Every kernel of the processor, for each instruction set that runs here, over random inputs of awkward sizes: held
 * against the same in double. One line for each; a wrong one names the size that is furthest off.
 */
export function checkCpuKernels(cpu: CpuNative): KernelCheck[] {
  return cpu.describe().levels.flatMap((simd) => {
    const how = { simd };
    const lineOf = (kernel: string, type: KernelCheck['type'], judged: Iterable<Judged>): KernelCheck => ({
      kernel,
      where: 'cpu',
      device: `the processor, ${simd}`,
      type,
      ...worst([...judged]),
    });
    return [
      ...Object.entries(TYPED).flatMap(([kernel, check]) =>
        KERNEL_TYPES.map((type) => lineOf(kernel, type.name, check(cpu, type, how))),
      ),
      ...STREAM_NAMES.map((name) => lineOf(name, 'fp64', stream(cpu, name, how))),
    ];
  });
}
