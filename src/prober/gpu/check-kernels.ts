import type { CudaNative } from '../../../native/cuda.d.ts';
import type { KernelCheck } from '../../contract/prober-api.ts';
import { worst, type Judged } from '../cpu/judged.ts';
import { Card } from './card.ts';
import { arithmetic, ARITHMETIC_KERNELS } from './check-arithmetic.ts';
import { outputComparison } from './check-comparison.ts';
import { cosineOfPairs, cosineOfRows, topK } from './check-cosine.ts';
import { product, resizing } from './check-product.ts';
import { streams, STREAMS } from './check-streams.ts';
import { openCards } from './open-cards.ts';

type Check = (card: Card) => Iterable<Judged>;

const COSINES = ['cosine', 'cosine_wide'].flatMap((name) =>
  ['f32', 'f16', 'i8'].map((type) => `${name}_${type}`),
);

/** Kernels by name, with the type of their results' precision where the name doesn't tell. */
const CHECKS: readonly (readonly [kernel: string, check: Check, type?: KernelCheck['type']])[] = [
  ...[...COSINES, 'cosine_naive_f32'].map(
    (name) => [name, (card: Card) => cosineOfRows(card, name)] as const,
  ),
  ['cosine_pairs_f32', cosineOfPairs],
  ['top_k_f32', topK],
  ['compare_f32', outputComparison],
  ...STREAMS.map((name) => [`bandwidth_${name}`, (card: Card) => streams(card, name), 'fp32'] as const),
  ...ARITHMETIC_KERNELS.map((name) => [name, (card: Card) => arithmetic(card, name)] as const),
  ['matrix_product_f16', product],
  ['resize_matrix_u16', (card) => resizing(card, 16), 'fp16'],
  ['resize_matrix_u32', (card) => resizing(card, 32), 'fp32'],
];

/**
 * Every kernel on every card that can run it, over random inputs of awkward sizes, outputs poisoned before and guarded
 * behind: held against the same in double. One line for each; a wrong one names the size that is furthest off, or what
 * the driver said. No card, no lines.
 */
export function checkGpuKernels(cuda: CudaNative): KernelCheck[] {
  return cardsOrNone(cuda).flatMap((open) => {
    const card = open();
    try {
      return CHECKS.filter(([kernel]) => card.has(kernel)).map(([kernel, check, type]) => ({
        kernel,
        where: 'gpu' as const,
        device: `GPU ${card.device.ordinal}: ${card.device.name}`,
        type: type ?? typeOf(kernel),
        ...resultOf(card, check),
      }));
    } finally {
      card.close();
    }
  });
}

/** Why a driver does not open is told elsewhere, by describe. */
function cardsOrNone(cuda: CudaNative): (() => Card)[] {
  try {
    const { driver, devices } = openCards(cuda);
    return devices.map((device) => () => new Card(driver, device));
  } catch {
    return [];
  }
}

function resultOf(card: Card, check: Check) {
  try {
    return worst([...check(card)]);
  } catch (thrown) {
    const size = thrown instanceof Error ? thrown.message : String(thrown);
    return { size, maxError: Infinity, tolerance: 0, isRight: false };
  } finally {
    card.release();
  }
}

function typeOf(kernel: string): KernelCheck['type'] {
  if (kernel.endsWith('_bf16')) return 'bf16';
  if (kernel.endsWith('_f16')) return 'fp16';
  return kernel.endsWith('_i8') ? 'int8' : 'fp32';
}
