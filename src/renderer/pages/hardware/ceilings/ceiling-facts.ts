import type { CpuProbe, GpuProbe, TransferProbe } from '../../../../contract/probe.ts';
import { formatBytes, formatNumber, NOT_MEASURED } from '../../../../contract/units.ts';
import { formatGigabytes, formatGigaflops } from '../../../../core/charts/roofline.ts';
import type { Fact } from '../../run/FactTable.tsx';

export function cpuFacts(cpu: CpuProbe): readonly Fact[] {
  return [
    fact('Threads', `${cpu.threads}, by ${cpu.simd}`),
    fact('Read, write', `${formatGigabytes(cpu.readGBs)}, ${formatGigabytes(cpu.writeGBs)}`),
    fact('Copy', formatGigabytes(cpu.copyGBs)),
    fact('Triad', `${formatGigabytes(cpu.triadGBs)}${spread(cpu.spread.triad)}`),
    ...cpu.caches
      .filter(({ level }) => level !== 'memory')
      .map(({ level, bytes, readGBs }) =>
        fact(
          `${level}, read`,
          `${formatGigabytes(readGBs)}${bytes === null ? '' : ` in ${formatBytes(bytes)}`}`,
        ),
      ),
    fact('FP32', `${formatGigaflops(cpu.fp32Gflops)}${spread(cpu.spread.fp32)}`),
    fact('FP64', formatGigaflops(cpu.fp64Gflops)),
    fact('int8', cpu.int8Gops === null ? 'no instruction for it' : operations(cpu.int8Gops)),
    fact(
      'One thread alone',
      `${formatGigabytes(cpu.single.triadGBs)} triad, ${formatGigaflops(cpu.single.fp32Gflops)} FP32`,
    ),
  ];
}

export function gpuFacts(gpu: GpuProbe): readonly Fact[] {
  const flops = (value: number | null): string => (value === null ? NOT_MEASURED : formatGigaflops(value));
  return [
    fact('Compute capability', gpu.computeCapability),
    fact('Memory', formatBytes(gpu.memoryBytes)),
    fact('Read, write', `${formatGigabytes(gpu.readGBs)}, ${formatGigabytes(gpu.writeGBs)}`),
    fact('Copy, triad', `${formatGigabytes(gpu.copyGBs)}, ${formatGigabytes(gpu.triadGBs)}`),
    fact('L2, read', gpu.l2ReadGBs === null ? 'the card tells no L2 size' : formatGigabytes(gpu.l2ReadGBs)),
    fact('FP32', flops(gpu.fp32Gflops)),
    fact('FP16, BF16', `${flops(gpu.fp16Gflops)}, ${flops(gpu.bf16Gflops)}`),
    fact('Tensor cores', `${flops(gpu.tensorFp16Gflops)} FP16, ${flops(gpu.tensorBf16Gflops)} BF16`),
    fact('A launch', `${microseconds(gpu.launchUs)}, in a graph ${microseconds(gpu.graphLaunchUs)}`),
    fact('To the card', transfer(gpu.hostToDevice)),
    fact('From the card', transfer(gpu.deviceToHost)),
    fact('Two streams', times(gpu.overlapGain)),
    ...(gpu.cosine === null
      ? []
      : [
          fact(
            'Cosine kernel',
            `${formatGigabytes(gpu.cosine.fp32GBs)}, ${formatNumber(gpu.cosine.ofCopy * 100)} % of the copy; naive ${formatGigabytes(gpu.cosine.naiveFp32GBs)}`,
          ),
        ]),
    ...(gpu.comparison === null
      ? []
      : [
          fact(
            'Comparison kernel',
            `${formatGigabytes(gpu.comparison.fp32GBs)}, ${formatNumber(gpu.comparison.ofCopy * 100)} % of the copy`,
          ),
        ]),
  ];
}

function fact(label: string, value: string): Fact {
  return { id: label, label, value };
}

function spread(share: number): string {
  return ` ± ${formatNumber(share * 100, 2)} %`;
}

function operations(giga: number): string {
  return formatGigaflops(giga).replace('FLOP', 'OP');
}

function microseconds(value: number | null): string {
  return value === null ? NOT_MEASURED : `${formatNumber(value)} µs`;
}

function transfer({ bytes, pageableGBs, pinnedGBs }: TransferProbe): string {
  return `${formatGigabytes(pinnedGBs)} pinned, ${formatGigabytes(pageableGBs)} pageable (${formatBytes(bytes)})`;
}

export function times(gain: number | null): string {
  return gain === null ? NOT_MEASURED : `${gain.toFixed(2)}×`;
}
