import type { Bytes, Milliseconds, WallTime } from './units.ts';

/** Gigabytes are 10⁹ bytes here, as in every published ceiling. */
export type GigabytesPerSecond = number;
export type Gigaflops = number;
export type Microseconds = number;

/** One size of a bandwidth ladder: where it drops is where a cache ends. */
export interface BandwidthStep {
  /** What each thread reads, over and over. */
  readonly bytes: Bytes;
  /** All threads together. */
  readonly readGBs: GigabytesPerSecond;
}

export interface CacheCeiling {
  /** "L1", "L2", "L3", "memory". */
  readonly level: string;
  readonly bytes: Bytes | null;
  readonly readGBs: GigabytesPerSecond;
}

/** The best of several repeats, as in STREAM, whose counting of bytes it follows; all threads unless said. */
export interface CpuProbe {
  readonly name: string;
  readonly threads: number;
  /** Instruction set that was chosen at run time: "avx512", "avx2", "neon", "scalar". */
  readonly simd: string;
  readonly readGBs: GigabytesPerSecond;
  readonly writeGBs: GigabytesPerSecond;
  readonly copyGBs: GigabytesPerSecond;
  readonly triadGBs: GigabytesPerSecond;
  /** Of all arrays that the four above went over: below four times the last cache per array, caches helped. */
  readonly measuredBytes: Bytes;
  readonly fp32Gflops: Gigaflops;
  readonly fp64Gflops: Gigaflops;
  /** Multiply-adds of bytes counted as two operations each; null without an instruction for it. */
  readonly int8Gops: number | null;
  /** One thread alone. */
  readonly single: {
    readonly readGBs: GigabytesPerSecond;
    readonly triadGBs: GigabytesPerSecond;
    readonly fp32Gflops: Gigaflops;
  };
  readonly caches: readonly CacheCeiling[];
  readonly ladder: readonly BandwidthStep[];
  /** Half width of the middle half of the repeats, over their median: what is left of the noise. */
  readonly spread: { readonly triad: number; readonly fp32: number };
}

export interface TransferProbe {
  readonly bytes: Bytes;
  readonly pageableGBs: GigabytesPerSecond;
  readonly pinnedGBs: GigabytesPerSecond;
}

export interface GpuProbe {
  readonly device: string;
  readonly name: string;
  readonly computeCapability: string;
  readonly memoryBytes: Bytes;
  readonly readGBs: GigabytesPerSecond;
  readonly writeGBs: GigabytesPerSecond;
  readonly copyGBs: GigabytesPerSecond;
  readonly triadGBs: GigabytesPerSecond;
  /** Re-reading what fits the L2 cache; null on a card that tells no L2 size. */
  readonly l2ReadGBs: GigabytesPerSecond | null;
  readonly fp32Gflops: Gigaflops;
  readonly fp16Gflops: Gigaflops | null;
  readonly bf16Gflops: Gigaflops | null;
  /** Matrix instructions with fp16 or bf16 inputs; null on a card without tensor cores. */
  readonly tensorFp16Gflops: Gigaflops | null;
  readonly tensorBf16Gflops: Gigaflops | null;
  readonly launchUs: Microseconds;
  readonly graphLaunchUs: Microseconds | null;
  readonly hostToDevice: TransferProbe;
  readonly deviceToHost: TransferProbe;
  /** One stream against two: time of copy and kernel one after the other, over time overlapped. */
  readonly overlapGain: number | null;
  /** Matrix product by its dimension: the cliff at those not divisible by 8. */
  readonly matrixProducts: readonly { readonly size: number; readonly gflops: Gigaflops }[];
  /** The naive one-thread-per-row cosine, kept as the baseline, and how much faster the real one is. */
  readonly cosine: {
    readonly fp32GBs: GigabytesPerSecond;
    readonly naiveFp32GBs: GigabytesPerSecond;
    readonly fp16GBs: GigabytesPerSecond;
    readonly ofCopy: number;
  } | null;
  readonly comparison: { readonly fp32GBs: GigabytesPerSecond; readonly ofCopy: number } | null;
  /** As of the processor. */
  readonly spread?: { readonly copy: number; readonly fp32: number };
  readonly advice: readonly Advice[];
}

/** C3: what pays on this card, each with the gain that was measured on it. */
export interface Advice {
  readonly id:
    'align-dimensions' | 'half-precision' | 'capture-graphs' | 'pin-memory' | 'two-streams' | 'many-threads';
  readonly title: string;
  /** How many times faster, measured here. */
  readonly gain: number;
  /** What was compared, in numbers. */
  readonly evidence: string;
  readonly nextStep: string;
}

/** C2–C4: this machine's measured ceilings, kept by machine; the newest is drawn as the roofline. */
export interface Probe {
  readonly id: string;
  /** As in core/analysis/machine-key. */
  readonly machine: string;
  readonly at: WallTime;
  readonly tookMs: Milliseconds;
  readonly host: string;
  readonly cpu: CpuProbe;
  readonly gpus: readonly GpuProbe[];
  /** Why there are none; empty where there are. */
  readonly gpuReason: string;
  /** What makes the figures doubtful, such as other load while it measured. */
  readonly warnings: readonly string[];
}

export interface ProbeRequest {
  /**
   * What is measured. The other part's figures are kept from this machine's newest probe; where it has none, 'gpu'
   * measures the CPU as well.
   */
  readonly only?: 'cpu' | 'gpu';
  readonly wait?: boolean;
}

export interface ProbeProgress {
  readonly id: string;
  /** What is measured just now, or for whom it waits. */
  readonly step: string;
  /** It is over, in whatever way, once `done` is `of`; never before. */
  readonly done: number;
  readonly of: number;
}

export interface ProbeApi {
  /** Measures the ceilings (under 30 s) and keeps them. One at a time, like any measurement; waits for its turn. */
  probe(request: ProbeRequest): Promise<Probe>;
  /** Breaks it off, also while it waits: nothing of it is kept. */
  stopProbe(): Promise<void>;
  /** The newest of each machine. */
  listProbes(): Promise<readonly Probe[]>;
  /** This machine's newest; null where it was never probed. */
  probeOfThisMachine(): Promise<Probe | null>;
}
