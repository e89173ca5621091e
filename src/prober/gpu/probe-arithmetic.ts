import { toFloat16Bits } from '../../core/model/float-bits.ts';
import type { CudaArgument, CudaMemory } from '../../../native/cuda.d.ts';
import type { Card, Launch } from './card.ts';
import { bfloatBits, twice } from './check-arithmetic.ts';
import { gigaflops, measure, measuredOf, type Measured } from './measure.ts';

const THREADS = 256;
const SAMPLE_MS = 4;
const FIRST_ROUNDS = 16;
const SETTLING_MS = 400;

interface Peak {
  readonly kernel: string;
  /** Multiply-adds of a block of 256 threads in a round. */
  readonly ofBlock: number;
  readonly args: readonly CudaArgument[];
}

const HALF = { u32: twice(toFloat16Bits(0.5)) };
const BFLOAT = { u32: twice(bfloatBits(0.5)) };
const START = { f32: 1 };

const OF_WARPS = 8 * 4 * 8 * 16 * 8 * 16;
const OF_WARPGROUPS = 2 * 8 * 64 * 256 * 16;

const FP32: Peak = { kernel: 'arithmetic_f32', ofBlock: THREADS * 128, args: [{ f32: 0.5 }, { f32: 0.25 }] };
const FP16: Peak = { kernel: 'arithmetic_f16', ofBlock: THREADS * 256, args: [HALF, HALF] };
const BF16: Peak = { kernel: 'arithmetic_bf16', ofBlock: THREADS * 256, args: [BFLOAT, BFLOAT] };
const TENSOR_FP16: readonly Peak[] = [
  { kernel: 'tensor_peak_f16', ofBlock: OF_WARPS, args: [HALF, START] },
  { kernel: 'tensor_peak_hopper_f16', ofBlock: OF_WARPGROUPS, args: [HALF, START] },
];
const TENSOR_BF16: readonly Peak[] = [
  { kernel: 'tensor_peak_bf16', ofBlock: OF_WARPS, args: [BFLOAT, START] },
  { kernel: 'tensor_peak_hopper_bf16', ofBlock: OF_WARPGROUPS, args: [BFLOAT, START] },
];

/** Turing’s small chips have none: they take matrix instructions, slowly. */
const WITHOUT_TENSOR_CORES = /\bGTX 16\d\d|\bMX\d{3}\b|\bT(400|500|550|600|1000|1200)\b/;

export function probeArithmetic(card: Card) {
  const hasTensorCores = card.device.major > 7 || !WITHOUT_TENSOR_CORES.test(card.device.name);
  const best = (peaks: readonly Peak[]): number | null =>
    peaks.reduce<number | null>((most, peak) => {
      if (!card.has(peak.kernel)) return most;
      return Math.max(most ?? 0, flopsOf(card, peak)[0]);
    }, null);
  const [fp32Gflops, fp32] = flopsOf(card, FP32);
  return {
    fp32Gflops,
    fp16Gflops: best([FP16]),
    bf16Gflops: best([BF16]),
    tensorFp16Gflops: hasTensorCores ? best(TENSOR_FP16) : null,
    tensorBf16Gflops: hasTensorCores ? best(TENSOR_BF16) : null,
    spread: fp32.spread,
  };
}

/** A card at rest runs at a fraction of its clock: something to do, until it has risen. */
export function settleClocks(card: Card): void {
  if (card.isStandIn) return;
  const launch = peakLaunch(card, FP32);
  const until = performance.now() + SETTLING_MS;
  while (performance.now() < until) card.time(launch, 10);
}

/** Runs for about so long, with nothing but arithmetic. */
export function arithmeticFor(card: Card, ms: number): Launch {
  return peakLaunch(card, FP32, ms);
}

function flopsOf(card: Card, peak: Peak): readonly [number, Measured] {
  const launch = peakLaunch(card, peak);
  const measured = measure(card, launch);
  card.release();
  return [gigaflops(2 * peak.ofBlock * blocksOf(card, peak) * roundsOf(launch), measured.ms), measured];
}

/** As many blocks as run at once, so that all of them end together. */
const blocksOf = (card: Card, { kernel }: Peak): number =>
  Math.max(1, card.device.multiprocessors * card.kernel(kernel).blocksPerMultiprocessor(THREADS));

function peakLaunch(card: Card, peak: Peak, ms = SAMPLE_MS): Launch {
  const blocks = blocksOf(card, peak);
  const out = card.allocate(blocks * THREADS * 4);
  if (card.isStandIn) return launchOf(peak, blocks, out, 1);
  const first = launchOf(peak, blocks, out, FIRST_ROUNDS);
  card.time(first, 1);
  const { ms: took } = measuredOf(card.time(first, 5));
  // A short launch is dearer for each of its rounds: a second look, at some that do count.
  const guess = Math.max(FIRST_ROUNDS, Math.round((FIRST_ROUNDS * ms) / took));
  const { ms: then } = measuredOf(card.time(launchOf(peak, blocks, out, guess), 2));
  return launchOf(peak, blocks, out, Math.max(1, Math.round((guess * ms) / then)));
}

const launchOf = ({ kernel, args }: Peak, blocks: number, out: CudaMemory, rounds: number): Launch => ({
  kernel,
  shape: { grid: blocks, block: THREADS },
  args: [out, { i32: rounds }, ...args],
});

function roundsOf({ args }: Launch): number {
  const rounds = args[1];
  return rounds !== null && rounds !== undefined && 'i32' in rounds ? rounds.i32 : 0;
}
