import type { Advice, GpuProbe } from '../../contract/probe.ts';
import type { Padding } from './probe-products.ts';
import type { Overlap } from './probe-transfers.ts';

/** Less is within what one measurement differs from the next by. */
const LEAST_GAIN = 1.05;

export interface AdviceBasis {
  readonly probe: Omit<GpuProbe, 'advice'>;
  readonly padding: Padding;
  readonly overlap: Overlap;
}

/** What pays on this card, the most first. */
export function adviceFrom(basis: AdviceBasis): Advice[] {
  return [alignment(basis), halves(basis), graphs(basis), pinning(basis), streams(basis)]
    .filter((advice): advice is Advice => advice !== null && advice.gain >= LEAST_GAIN)
    .sort((a, b) => b.gain - a.gain);
}

const digits = (value: number): string => value.toPrecision(3);
/** Three digits, in the unit that suits. */
const gflops = (value: number): string =>
  value >= 1000 ? `${digits(value / 1000)} TFLOP/s` : `${digits(value)} GFLOP/s`;
const gigabytes = (value: number): string => `${value >= 1000 ? Math.round(value) : digits(value)} GB/s`;

function alignment({ padding }: AdviceBasis): Advice | null {
  const { size, padded, plainMs, paddedMs, maxError } = padding;
  // A gain with another result would be none.
  if (maxError !== 0) return null;
  const product = (of: number) => `${of} × ${of} × ${of}`;
  return {
    id: 'align-dimensions',
    title: 'Make dimensions multiples of 8 in fp16',
    gain: plainMs / paddedMs,
    evidence:
      `Dyno’s own product of ${product(size)} took ${digits(plainMs)} ms, padded with zeros to ${product(padded)} ` +
      `${digits(paddedMs)} ms; cut back, the result is the same to the last bit.`,
    nextStep: 'Pad hidden sizes and vocabularies to multiples of 8 for fp16, of 16 for int8.',
  };
}

function halves({ probe }: AdviceBasis): Advice | null {
  if (probe.cosine === null) return null;
  const { fp32GBs, fp16GBs } = probe.cosine;
  const peaks =
    probe.tensorFp16Gflops === null
      ? ''
      : ` Peak arithmetic is ${gflops(probe.tensorFp16Gflops)} in fp16 on tensor cores, ${gflops(probe.fp32Gflops)} in fp32.`;
  return {
    id: 'half-precision',
    title: 'Use half precision',
    // The same vectors have half the bytes.
    gain: (2 * fp16GBs) / fp32GBs,
    evidence: `Cosine over the same vectors read ${gigabytes(fp32GBs)} in fp32, and half the bytes at ${gigabytes(fp16GBs)} in fp16.${peaks}`,
    nextStep: 'Convert the model to fp16 and compare the outputs.',
  };
}

function graphs({ probe: { launchUs, graphLaunchUs } }: AdviceBasis): Advice | null {
  if (graphLaunchUs === null) return null;
  return {
    id: 'capture-graphs',
    title: 'Capture launches in a graph',
    gain: launchUs / graphLaunchUs,
    evidence: `A small kernel took ${digits(launchUs)} µs when launched alone, ${digits(graphLaunchUs)} µs within a captured graph.`,
    nextStep: 'Turn graph capture on where shapes stay the same; it pays for models of many small operators.',
  };
}

function pinning({ probe: { hostToDevice, deviceToHost } }: AdviceBasis): Advice {
  const gains = [hostToDevice, deviceToHost].map(({ pinnedGBs, pageableGBs }) => pinnedGBs / pageableGBs);
  const way = ({ pageableGBs, pinnedGBs }: GpuProbe['hostToDevice']) =>
    `${gigabytes(pinnedGBs)} from pinned memory against ${gigabytes(pageableGBs)}`;
  return {
    id: 'pin-memory',
    title: 'Pin the memory that is copied',
    // The lesser of both ways: what is sure.
    gain: Math.min(...gains),
    evidence: `To the card ${way(hostToDevice)}; back ${way(deviceToHost)} pageable, ${hostToDevice.bytes / 2 ** 20} MiB each.`,
    nextStep: 'Allocate inputs and outputs as pinned memory, or keep them on the card between runs.',
  };
}

const streams = ({ overlap: { gain, oneMs, twoMs, parts } }: AdviceBasis): Advice => ({
  id: 'two-streams',
  title: 'Copy on one stream while another computes',
  gain,
  evidence: `${parts} copies, each with a kernel that takes as long, took ${digits(oneMs)} ms on one stream, ${digits(twoMs)} ms on two.`,
  nextStep: 'Give copies a stream of their own and double the buffers; copies must be from pinned memory.',
});
