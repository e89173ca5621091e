import { toFloat16Bits } from '../../core/model/float-bits.ts';
import type { CudaArgument } from '../../../native/cuda.d.ts';
import { farOff, type Judged } from '../cpu/judged.ts';
import type { Card } from './card.ts';
import { poisonedOutput } from './poisoned-output.ts';

const BLOCKS = 2;
const THREADS = 256;

/** A value twice in 32 bits. */
export const twice = (bits: number): number => bits * 0x1_0001;
export const bfloatBits = (value: number): number =>
  (new Uint32Array(Float32Array.of(value).buffer)[0] ?? 0) >>> 16;

interface Chain {
  readonly args: readonly CudaArgument[];
  /** What each thread ends with: every chain starts at its place and grows by one in each of 16 steps a round. */
  readonly expected: (thread: number) => number;
  readonly isInteger: boolean;
}

/** Of `rounds` rounds; all exact, as they are small whole numbers. */
const CHAINS: Readonly<Record<string, Chain>> = {
  arithmetic_f32: {
    args: [{ i32: 3 }, { f32: 1 }, { f32: 1 }],
    expected: (thread) => 8 * ((thread % 8) + 48) + 28,
    isInteger: false,
  },
  arithmetic_f16: {
    args: [{ i32: 1 }, { u32: twice(toFloat16Bits(1)) }, { u32: twice(toFloat16Bits(1)) }],
    expected: () => twice(toFloat16Bits(4 * 16 + 4 * 17)),
    isInteger: true,
  },
  arithmetic_bf16: {
    args: [{ i32: 1 }, { u32: twice(bfloatBits(1)) }, { u32: twice(bfloatBits(1)) }],
    expected: () => twice(bfloatBits(4 * 16 + 4 * 17)),
    isInteger: true,
  },
  // Operands of a half: each of the accumulators starts at 1 and grows by 16/4 a step.
  tensor_peak_f16: tensor(toFloat16Bits(0.5), 32, 4),
  tensor_peak_bf16: tensor(bfloatBits(0.5), 32, 4),
  tensor_peak_hopper_f16: tensor(toFloat16Bits(0.5), 128, 8),
  tensor_peak_hopper_bf16: tensor(bfloatBits(0.5), 128, 8),
};

function tensor(half: number, accumulators: number, steps: number): Chain {
  const rounds = 2;
  return {
    args: [{ i32: rounds }, { u32: twice(half) }, { f32: 1 }],
    expected: () => accumulators * (1 + 4 * steps * rounds),
    isInteger: false,
  };
}

export const ARITHMETIC_KERNELS = Object.keys(CHAINS);

export function* arithmetic(card: Card, kernel: string): Generator<Judged> {
  const chain = CHAINS[kernel];
  if (chain === undefined) throw new Error(`${kernel} is no chain.`);
  const values = chain.isInteger ? new Uint32Array(BLOCKS * THREADS) : new Float32Array(BLOCKS * THREADS);
  const out = poisonedOutput(card, values);
  card.run({ kernel, shape: { grid: BLOCKS, block: THREADS }, args: [out.memory, ...chain.args] });
  const isIntact = out.read();
  const expected = Array.from(values, (_, thread) => chain.expected(thread));
  card.release();
  yield {
    size: `${values.length} threads`,
    error: isIntact ? farOff(values, expected) : Infinity,
    tolerance: 0,
  };
}
