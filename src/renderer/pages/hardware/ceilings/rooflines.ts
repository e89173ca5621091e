import type { CpuProbe, GpuProbe } from '../../../../contract/probe.ts';
import type { ComputeRoof, Roofline } from '../../../../core/charts/roofline.ts';

export function cpuRoofline({
  name,
  caches,
  triadGBs,
  fp32Gflops,
  fp64Gflops,
  int8Gops,
}: CpuProbe): Roofline {
  return {
    name,
    memory: [
      ...caches
        .filter(({ level, readGBs }) => level !== 'memory' && readGBs > 0)
        .map(({ level, readGBs }) => ({ label: level, gigabytesPerSecond: readGBs })),
      { label: 'memory', gigabytesPerSecond: triadGBs },
    ],
    compute: known([
      ['FP32', fp32Gflops],
      ['FP64', fp64Gflops],
      ['int8', int8Gops],
    ]),
  };
}

export function gpuRoofline(gpu: GpuProbe): Roofline {
  return {
    name: gpu.name,
    memory: [
      ...(gpu.l2ReadGBs === null ? [] : [{ label: 'L2', gigabytesPerSecond: gpu.l2ReadGBs }]),
      { label: 'memory', gigabytesPerSecond: gpu.triadGBs },
    ],
    compute: known([
      ['FP32', gpu.fp32Gflops],
      ['FP16', gpu.fp16Gflops],
      ['BF16', gpu.bf16Gflops],
      ['tensor cores, FP16', gpu.tensorFp16Gflops],
      ['tensor cores, BF16', gpu.tensorBf16Gflops],
    ]),
  };
}

/** What this processor has no instruction for has no roof. */
function known(pairs: readonly (readonly [string, number | null])[]): readonly ComputeRoof[] {
  return pairs.flatMap(([label, gigaflops]) =>
    gigaflops === null || gigaflops <= 0 ? [] : [{ label, gigaflops }],
  );
}
