import type { CudaMemory } from '../../../native/cuda.d.ts';
import type { Card, Launch } from './card.ts';

// How Dyno's kernels are called: shapes that fill the card, arguments in their order. See native/kernels for each.

const THREADS = 256;
/** Blocks for each multiprocessor: several times what runs at once, so that none waits for a last one. */
const BLOCKS_EACH = 32;
const COMPARISON_BLOCKS_EACH = 12;
const TOP_CHUNK = 4096;
const TILE = 64;
const PRODUCT_TILE = 128;

export type CosineType = 'f32' | 'f16' | 'i8';

const ceil = (count: number, by: number): number => Math.max(1, Math.ceil(count / by));
const most = (card: Card, each = BLOCKS_EACH): number => Math.max(1, card.device.multiprocessors) * each;

export interface Vectors {
  readonly query: CudaMemory;
  readonly rows: CudaMemory;
  readonly out: CudaMemory;
  readonly n: number;
  readonly d: number;
}

/** The "wide" ones give a block to each row, for few and long ones; the others some lanes of a warp. */
export function cosineBy(
  card: Card,
  kernel: string,
  { query, rows, out, n, d }: Vectors,
  blocksEach = BLOCKS_EACH,
): Launch {
  const rowsOfBlock = kernel.includes('wide') ? 1 : kernel.includes('naive') ? THREADS : (THREADS / 32) * 4;
  const blocks = ceil(n, rowsOfBlock);
  return {
    kernel,
    shape: {
      grid: kernel.includes('naive') ? blocks : Math.min(blocks, most(card, blocksEach)),
      block: THREADS,
    },
    args: [query, rows, out, { i32: n }, { i32: d }],
  };
}

export interface Lengths {
  readonly lengths: CudaMemory;
  readonly exponents: CudaMemory;
}

export const rowLengths = (card: Card, rows: CudaMemory, to: Lengths, n: number, d: number): Launch => ({
  kernel: 'row_lengths_f32',
  shape: { grid: Math.min(ceil(n, THREADS / 32), most(card)), block: THREADS },
  args: [rows, to.lengths, to.exponents, { i32: n }, { i32: d }],
});

export interface Pairs {
  readonly a: CudaMemory;
  readonly b: CudaMemory;
  readonly lengthsOfA: Lengths;
  readonly lengthsOfB: Lengths;
  readonly out: CudaMemory;
  readonly n: number;
  readonly m: number;
  readonly d: number;
}

export const cosinePairs = ({ a, b, lengthsOfA, lengthsOfB, out, n, m, d }: Pairs): Launch => ({
  kernel: 'cosine_pairs_f32',
  shape: { grid: [ceil(m, TILE), ceil(n, TILE)], block: THREADS },
  args: [
    ...[a, b, lengthsOfA.lengths, lengthsOfA.exponents, lengthsOfB.lengths, lengthsOfB.exponents, out],
    ...[{ i32: n }, { i32: m }, { i32: d }],
  ],
});

export interface Ranked {
  readonly scores: CudaMemory;
  readonly indices: CudaMemory | null;
  readonly count: number;
}

/** One round: every 4096 candidates become k. */
export function topRound(from: Ranked, k: number, to: Ranked & { readonly indices: CudaMemory }): Launch {
  return {
    kernel: 'top_k_f32',
    shape: { grid: ceil(from.count, TOP_CHUNK), block: THREADS },
    args: [from.scores, from.indices, { i32: from.count }, { i32: k }, to.scores, to.indices],
  };
}

/** How many a round leaves. */
export const leftByTopRound = (count: number, k: number): number => ceil(count, TOP_CHUNK) * k;

/** Seven doubles for each block, then in all; see comparison.cu. */
export const COMPARISON_VALUES = 7;

export function comparison(
  card: Card,
  a: CudaMemory,
  b: CudaMemory,
  count: number,
  blocksEach = COMPARISON_BLOCKS_EACH,
) {
  const blocks = Math.min(ceil(count, THREADS * 16), most(card, blocksEach));
  const partials = card.allocate(blocks * COMPARISON_VALUES * 8);
  const out = card.allocate(COMPARISON_VALUES * 8);
  const steps: readonly [Launch, Launch] = [
    {
      kernel: 'compare_f32',
      shape: { grid: blocks, block: THREADS },
      args: [a, b, { i64: count }, partials],
    },
    { kernel: 'compare_finish', shape: { grid: 1, block: THREADS }, args: [partials, { i32: blocks }, out] },
  ];
  return { steps, partials, out };
}

/** Blocks for each multiprocessor with which what is bound by memory is tried: which is best depends on the card. */
export const BLOCKS_TRIED = [8, 16, 32, 64] as const;

export const streamBlocks = (card: Card, quads: number, blocksEach: number): number =>
  Math.min(ceil(quads, THREADS * 4), most(card, blocksEach));

export const stream = (kernel: string, blocks: number, args: Launch['args']): Launch => ({
  kernel,
  shape: { grid: blocks, block: THREADS },
  args,
});

/** c (m × n, fp32) = a (m × k) · bᵀ (n × k), fp16. */
export const matrixProduct = (
  { a, b, c }: { readonly a: CudaMemory; readonly b: CudaMemory; readonly c: CudaMemory },
  [m, n, k]: readonly [number, number, number],
): Launch => ({
  kernel: 'matrix_product_f16',
  shape: { grid: [ceil(n, PRODUCT_TILE), ceil(m, PRODUCT_TILE)], block: THREADS },
  args: [a, b, c, { i32: m }, { i32: n }, { i32: k }],
});

export const resizeMatrix = (
  card: Card,
  bits: 16 | 32,
  from: CudaMemory,
  [rows, columns]: readonly [number, number],
  to: CudaMemory,
  [toRows, toColumns]: readonly [number, number],
): Launch => ({
  kernel: `resize_matrix_u${bits}`,
  shape: { grid: Math.min(ceil(toRows * toColumns, THREADS), most(card)), block: THREADS },
  args: [from, { i32: rows }, { i32: columns }, to, { i32: toRows }, { i32: toColumns }],
});
