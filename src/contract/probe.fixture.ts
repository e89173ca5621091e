import type { CpuProbe, GpuProbe, Probe } from './probe.ts';

/** Figures that a test made up, of no machine. */
export const aCpu: CpuProbe = {
  name: 'a CPU of the test',
  threads: 4,
  simd: 'avx2',
  readGBs: 41.2,
  writeGBs: 22.8,
  copyGBs: 30.4,
  triadGBs: 31.9,
  measuredBytes: 402_653_184,
  fp32Gflops: 412,
  fp64Gflops: 205,
  int8Gops: 1650,
  single: { readGBs: 14.1, triadGBs: 12.6, fp32Gflops: 104 },
  caches: [
    { level: 'L1', bytes: 32_768, readGBs: 812 },
    { level: 'L2', bytes: 1_048_576, readGBs: 398 },
    { level: 'L3', bytes: 33_554_432, readGBs: 180 },
    { level: 'memory', bytes: null, readGBs: 41.2 },
  ],
  ladder: [
    { bytes: 16_384, readGBs: 812 },
    { bytes: 268_435_456, readGBs: 41.2 },
  ],
  spread: { triad: 0.012, fp32: 0.004 },
};

export const aGpu: GpuProbe = {
  device: 'gpu:GPU-1',
  name: 'a GPU of the test',
  computeCapability: '9.0',
  memoryBytes: 80 * 1024 ** 3,
  readGBs: 3010,
  writeGBs: 2890,
  copyGBs: 2760,
  triadGBs: 2810,
  l2ReadGBs: 5400,
  fp32Gflops: 61_000,
  fp16Gflops: 121_000,
  bf16Gflops: 120_000,
  tensorFp16Gflops: 742_000,
  tensorBf16Gflops: null,
  launchUs: 2.61,
  graphLaunchUs: 0.92,
  hostToDevice: { bytes: 268_435_456, pageableGBs: 9.8, pinnedGBs: 52.1 },
  deviceToHost: { bytes: 268_435_456, pageableGBs: 8.1, pinnedGBs: 53.4 },
  overlapGain: 1.71,
  matrixProducts: [
    { size: 4096, gflops: 680_000 },
    { size: 4095, gflops: 210_000 },
  ],
  cosine: { fp32GBs: 2600, naiveFp32GBs: 310, fp16GBs: 2540, ofCopy: 0.942 },
  comparison: { fp32GBs: 2570, ofCopy: 0.931 },
  advice: [
    {
      id: 'pin-memory',
      title: 'Pin memory that is copied to the card',
      gain: 5.32,
      evidence: '52.1 GB/s from pinned memory against 9.80 GB/s from pageable, 256 MiB at a time.',
      nextStep: 'Allocate input buffers as pinned memory and use them again.',
    },
  ],
};

export function aProbe(change: Partial<Probe> = {}): Probe {
  return {
    id: 'aaaaaaaaaaaa',
    machine: 'here · a CPU, 4 cores',
    at: Date.UTC(2026, 2, 14, 9, 41),
    tookMs: 12_300,
    host: 'here',
    cpu: aCpu,
    gpus: [],
    gpuReason: 'No NVIDIA driver was found.',
    warnings: [],
    ...change,
  };
}
