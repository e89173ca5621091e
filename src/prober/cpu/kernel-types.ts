import type { KernelArray } from '../../../native/cpu.d.ts';
import type { RandomStream } from '../../core/analysis/simulate/random-stream.ts';
import { fromFloat16Bits, toFloat16Bits } from '../../core/model/float-bits.ts';

/** A type that the kernels take: how to make an array of it, and what its elements are worth. */
export interface KernelType {
  readonly name: 'fp32' | 'fp16' | 'int8';
  /** Beginning one element into its memory, as a view of a larger tensor does: kernels may not count on more. */
  random(random: RandomStream, count: number): KernelArray;
  values(array: KernelArray): Float64Array;
}

export const KERNEL_TYPES: readonly KernelType[] = [
  {
    name: 'fp32',
    random: (random, count) => new Float32Array(count + 1).subarray(1).map(() => random.normal()),
    values: (array) => Float64Array.from(array),
  },
  {
    name: 'fp16',
    random: (random, count) =>
      new Uint16Array(count + 1).subarray(1).map(() => toFloat16Bits(random.normal())),
    values: (array) => Float64Array.from(array, fromFloat16Bits),
  },
  {
    name: 'int8',
    random: (random, count) =>
      new Int8Array(count + 1).subarray(1).map(() => Math.floor(random.uniform() * 256) - 128),
    values: (array) => Float64Array.from(array),
  },
];
