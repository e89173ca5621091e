import type { CpuNative } from './cpu.d.ts';
import type { CudaNative } from './cuda.d.ts';
import type { NvmlNative } from './nvml.d.ts';
import type { PoolNative } from './pool.d.ts';
import type { TraceNative } from './trace.d.ts';

/** What the addon exports. This is the contract: what is not described here is not there. */
export interface DynoNative {
  /** Of the addon itself, as it was built. */
  readonly version: string;
  readonly cpu: CpuNative;
  readonly cuda: CudaNative;
  readonly nvml: NvmlNative;
  readonly pool: PoolNative;
  readonly trace: TraceNative;
}

/** What a failure in the addon looks like. */
export interface NativeError extends Error {
  /** "NVML_…", "CUDA_…", "CPU_…", "POOL_…", "TRACE_…" or "NATIVE_…". */
  readonly code: string;
  /** To what: a device, a function, a file; empty where there is only one thing it can be. */
  readonly subject: string;
}
