import type { CpuProbe, GpuProbe } from './probe.ts';
import type { Bytes } from './units.ts';

/**
 * The process that runs Dyno's own kernels, on the processor and on a GPU: drivers crash and hang, so it may be killed
 * at any time.
 */
export interface ProberApi {
  /** What of the native addon loads here, and if not, why. Quick. */
  describe(): Promise<NativeDescription>;
  /** Rejects with NATIVE_MISSING where the addon was not built. */
  probeCpu(): Promise<CpuProbe>;
  probeGpus(): Promise<GpuProbes>;
  /** Every kernel against a float64 reference, random inputs, outputs poisoned before; on GPU and CPU. */
  checkKernels(): Promise<readonly KernelCheck[]>;
  /**
   * Bytes by key in the memory of the first usable card, kept for an hour at most. Where there is no card to keep them
   * on, both reject with PROVIDER_UNAVAILABLE; where a card fails, with RUN_FAILED.
   */
  cacheGet(key: string): Promise<Uint8Array | null>;
  /** False where it is larger than all that may be kept, or the card is full of other things. */
  cachePut(key: string, bytes: Uint8Array): Promise<boolean>;
  /** Makes the cache, and with it a context on the card, like the two above. */
  cacheStatistics(): Promise<CardCache>;
}

export interface ProberEvents {
  onStep(step: string, done: number, of: number): void;
}

export interface GpuProbes {
  readonly gpus: readonly GpuProbe[];
  /** Why there are none; empty where there are. */
  readonly reason: string;
}

export interface CardCache {
  /** The card's name; null where nothing can be kept on any, and why. */
  readonly card: string | null;
  readonly reason: string;
  readonly isStandIn: boolean;
  readonly entries: number;
  readonly bytes: Bytes;
  readonly limitBytes: Bytes;
  readonly hits: number;
  readonly misses: number;
  /** Given up for something else. */
  readonly evictions: number;
  /** Given up for their age. */
  readonly expired: number;
  readonly refusals: number;
}

export interface NativeDescription {
  /** Null where it loads; else why not, and what to do. */
  readonly missing: { readonly reason: string; readonly nextStep: string } | null;
  readonly version: string | null;
  /** Instruction set chosen for the processor's kernels. */
  readonly simd: string | null;
  readonly nvml: LibraryState;
  readonly cuda: LibraryState;
}

/** A vendor's library, found by dlopen. */
export interface LibraryState {
  readonly isLoaded: boolean;
  /** Where it was found, and its version; or why it was not. */
  readonly detail: string;
  /** Built for Dyno's tests: its figures say nothing of a real card. */
  readonly isStandIn: boolean;
}

export interface KernelCheck {
  readonly kernel: string;
  readonly where: 'cpu' | 'gpu';
  readonly device: string;
  readonly type: 'fp64' | 'fp32' | 'fp16' | 'bf16' | 'int8';
  readonly size: string;
  readonly maxError: number;
  /** What rounding allows for this type and length. */
  readonly tolerance: number;
  readonly isRight: boolean;
}
