/**
 * CUDA's driver, opened at run time. Every failure is an Error with `code` and `subject`: the driver's own codes
 * ("CUDA_ERROR_OUT_OF_MEMORY"), and CUDA_LIBRARY_NOT_FOUND, CUDA_FUNCTION_MISSING (an older driver), CUDA_OUT_OF_RANGE,
 * CUDA_WRONG_ARGUMENT, CUDA_CLOSED.
 *
 * All calls block until the driver returns. What holds something on the card gives it back on close(), or when it is
 * collected; a context lives as long as anything that was made from it.
 */
export interface CudaNative {
  /** Opens libcuda, or what DYNO_CUDA_LIBRARY names. Throws also what cuInit says, as CUDA_ERROR_NO_DEVICE. */
  open(): CudaDriver;
}

export interface CudaDriver {
  readonly path: string;
  /** As the driver counts: 12040 is CUDA 12.4. */
  readonly version: number;
  /** Built for tests: its card is this processor. */
  readonly isStandIn: boolean;
  /** Functions that this driver lacks; only what needs them fails. */
  readonly missing: readonly string[];
  devices(): CudaDevice[];
  createContext(ordinal: number): CudaContext;
}

/** Numbers are 0 where the driver doesn't tell. */
export interface CudaDevice {
  readonly ordinal: number;
  readonly name: string;
  /** As nvidia-smi writes it; empty where the driver doesn't tell. */
  readonly uuid: string;
  /** Compute capability. */
  readonly major: number;
  readonly minor: number;
  readonly memoryBytes: number;
  readonly multiprocessors: number;
  readonly clockKHz: number;
  readonly memoryClockKHz: number;
  readonly memoryBusBits: number;
  readonly l2Bytes: number;
  readonly maxThreadsPerBlock: number;
  readonly sharedBytesPerBlock: number;
  readonly isIntegrated: boolean;
  readonly hasEcc: boolean;
  /** The driver ends kernels that run too long, as on a card that drives a display. */
  readonly hasTimeLimit: boolean;
}

/** The card's primary context. */
export interface CudaContext {
  /** The code of the fault that ruined it, after which every call fails with it; null while it lives. */
  fault(): string | null;
  memory(): { readonly freeBytes: number; readonly totalBytes: number };
  /** Compiles PTX; the compiler's words are in the error. */
  loadModule(ptx: string): CudaModule;
  allocate(bytes: number): CudaMemory;
  allocatePinned(bytes: number): CudaPinned;
  createStream(): CudaStream;
  createEvent(): CudaEvent;
  /** What `record` launches on the stream, to be launched as one. */
  capture(stream: CudaStream, record: () => void): CudaGraph;
  synchronize(): void;
  close(): void;
}

export interface CudaModule {
  /** Throws CUDA_ERROR_NOT_FOUND. */
  kernel(name: string): CudaKernel;
  close(): void;
}

export type CudaSize = number | readonly [number, number] | readonly [number, number, number];

export interface CudaShape {
  readonly grid: CudaSize;
  readonly block: CudaSize;
  readonly sharedBytes?: number;
}

/** In the order of the kernel's parameters and of their very types: the driver checks neither. */
export type CudaArgument =
  | CudaMemory
  | null
  | { readonly i32: number }
  | { readonly u32: number }
  | { readonly i64: number }
  | { readonly f32: number };

export interface CudaKernel {
  readonly name: string;
  readonly registers: number;
  /** Of each thread; more than 0 says that registers did not suffice. */
  readonly localBytes: number;
  readonly sharedBytes: number;
  readonly maxThreads: number;
  blocksPerMultiprocessor(threads: number): number;
  launch(shape: CudaShape, args: readonly CudaArgument[], stream: CudaStream): void;
  /** Milliseconds for each launch, by the card's clock: so many times, so many launches one after the other. */
  time(
    shape: CudaShape,
    args: readonly CudaArgument[],
    stream: CudaStream,
    repeats: number,
    launches: number,
  ): Float64Array;
  /** Milliseconds, by the host's clock, to copy `source` to `memory` in parts and launch after each, streams in turn. */
  timePipeline(
    shape: CudaShape,
    args: readonly CudaArgument[],
    work: {
      readonly memory: CudaMemory;
      readonly source: CudaPinned;
      readonly streams: readonly CudaStream[];
      readonly parts: number;
      readonly repeats: number;
    },
  ): Float64Array;
  close(): void;
}

export interface CudaMemory {
  readonly bytes: number;
  /** Both wait until it is done. `offset` in bytes. */
  write(from: ArrayBufferView, offset?: number): void;
  read(into: ArrayBufferView, offset?: number): void;
  fill(byte: number): void;
  /** Milliseconds for each copy of all of `from`, by the host's clock. */
  timeUpload(from: ArrayBufferView | CudaPinned, stream: CudaStream, repeats: number): Float64Array;
  timeDownload(into: ArrayBufferView | CudaPinned, stream: CudaStream, repeats: number): Float64Array;
  close(): void;
}

export interface CudaPinned {
  readonly bytes: number;
  write(from: ArrayBufferView, offset?: number): void;
  read(into: ArrayBufferView, offset?: number): void;
  close(): void;
}

export interface CudaStream {
  synchronize(): void;
  close(): void;
}

export interface CudaEvent {
  record(stream: CudaStream): void;
  isDone(): boolean;
  wait(): void;
  msSince(earlier: CudaEvent): number;
  close(): void;
}

export interface CudaGraph {
  launch(stream: CudaStream): void;
  /** As of a kernel. */
  time(stream: CudaStream, repeats: number, launches: number): Float64Array;
  close(): void;
}
