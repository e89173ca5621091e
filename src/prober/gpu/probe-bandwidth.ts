import type { CudaMemory } from '../../../native/cuda.d.ts';
import type { Card, Launch } from './card.ts';
import { BLOCKS_TRIED, stream, streamBlocks } from './launches.ts';
import { fastest, gigabytesPerSecond, measure, type Measured } from './measure.ts';

export interface Arrays {
  readonly a: CudaMemory;
  readonly b: CudaMemory;
  readonly c: CudaMemory;
}

const QUAD_BYTES = 16;
const L2_ROUNDS = 200;

export function probeBandwidth(card: Card, { a, b, c }: Arrays) {
  const quads = a.bytes / QUAD_BYTES;
  const n = { i64: quads };
  // What reading leaves: a float for each block.
  const sums = card.allocate(streamBlocks(card, quads, Math.max(...BLOCKS_TRIED)) * 4);
  const of = (kernel: string, arrays: number, args: Launch['args']): readonly [number, Measured] => {
    const tried = BLOCKS_TRIED.map((each) =>
      stream(`bandwidth_${kernel}`, streamBlocks(card, quads, each), args),
    );
    const measured = fastest(card, card.isStandIn ? tried.slice(0, 1) : tried);
    return [gigabytesPerSecond(arrays * a.bytes, measured.ms), measured];
  };
  const [readGBs] = of('read', 1, [a, sums, n]);
  const [writeGBs] = of('write', 1, [b, { f32: 1 }, n]);
  const [copyGBs, copy] = of('copy', 2, [a, b, n]);
  const [triadGBs] = of('triad', 3, [c, a, b, { f32: 0.5 }, n]);
  return { readGBs, writeGBs, copyGBs, triadGBs, spread: copy.spread };
}

/** Null where the driver does not tell the size of the cache. */
export function probeL2(card: Card, bytes: number | null): number | null {
  if (bytes === null) return null;
  const rounds = card.isStandIn ? 1 : L2_ROUNDS;
  const quads = bytes / QUAD_BYTES;
  const memory = card.allocate(bytes);
  memory.fill(0x3d);
  const blocks = streamBlocks(card, quads, 8);
  const sums = card.allocate(blocks * 4);
  const { ms } = measure(
    card,
    stream('bandwidth_read_l2', blocks, [memory, sums, { i64: quads }, { i32: rounds }]),
  );
  return gigabytesPerSecond(bytes * rounds, ms);
}
