import type { TensorType } from '../../../contract/model.ts';
import type { OperatorProfile } from '../../../contract/profile.ts';
import type { Milliseconds } from '../../../contract/units.ts';
import type { FindingContext } from './types.ts';

/** What the processor that ran an operator was measured to do at most. */
export interface Ceiling {
  readonly gigaflops: number;
  readonly gigabytesPerSecond: number;
  /** Where the figures are from. */
  readonly source: string;
}

/** Null where this machine was never probed, or its probe says nothing about this type. */
export function ceilingOf(operator: OperatorProfile, { probe, run }: FindingContext): Ceiling | null {
  if (probe === null) return null;
  const type = operator.inputs.find(({ type: each }) => each !== 'undefined')?.type ?? 'float32';
  if (operator.provider === 'cpu') {
    const { cpu } = probe;
    const isSingle = run.config.threads === 1;
    const threads = Math.min(1, (run.config.threads ?? cpu.threads) / cpu.threads);
    const arithmetic: Partial<Record<TensorType, number | null>> = {
      float64: cpu.fp64Gflops,
      int8: cpu.int8Gops,
      uint8: cpu.int8Gops,
    };
    const all = arithmetic[type] === undefined ? cpu.fp32Gflops : arithmetic[type];
    if (all === null) return null;
    return {
      gigaflops: isSingle && all === cpu.fp32Gflops ? cpu.single.fp32Gflops : all * threads,
      gigabytesPerSecond: isSingle ? cpu.single.readGBs : cpu.readGBs,
      source: `${cpu.name}, probed${isSingle ? ' with one thread' : ''}`,
    };
  }
  const [gpu] = probe.gpus;
  if (gpu === undefined) return null;
  const isMatrix = ['matrix', 'convolution', 'attention'].includes(operator.family);
  const half = (isMatrix ? gpu.tensorFp16Gflops : null) ?? gpu.fp16Gflops;
  const brain = (isMatrix ? gpu.tensorBf16Gflops : null) ?? gpu.bf16Gflops;
  const gigaflops = type === 'float16' ? half : type === 'bfloat16' ? brain : gpu.fp32Gflops;
  if (gigaflops === null || type === 'float64' || type === 'int8' || type === 'uint8') return null;
  return { gigaflops, gigabytesPerSecond: gpu.readGBs, source: `${gpu.name}, probed` };
}

/** What its FLOPs and bytes take under the roof; null where either is not known. */
export function idealMs(
  { flops, bytesRead, bytesWritten }: OperatorProfile,
  { gigaflops, gigabytesPerSecond }: Ceiling,
): Milliseconds | null {
  if (flops === null || bytesRead === null || bytesWritten === null) return null;
  return Math.max(flops / (gigaflops * 1e6), (bytesRead + bytesWritten) / (gigabytesPerSecond * 1e6));
}
