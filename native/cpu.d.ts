/** Single precision, half precision as its bits, or bytes: all arrays of a call are of one of them. */
export type KernelArray = Float32Array | Uint16Array | Int8Array;

export interface KernelOptions {
  /** One of describe().levels; the chosen one unless said. */
  readonly simd?: string;
  /** At most; as many as pay unless said. */
  readonly threads?: number;
}

/** How far b is from a, over the elements that are finite in both. */
export interface Difference {
  readonly compared: number;
  /** Elements that are NaN or infinite on one side or both: left out of everything else. */
  readonly notFinite: number;
  readonly maxError: number;
  readonly meanError: number;
  readonly rmsError: number;
  /** NaN where one side is all zeros, or nothing could be compared. */
  readonly cosine: number;
}

export interface BestRows {
  readonly indices: Uint32Array;
  readonly cosines: Float32Array;
}

/**
 * Rows lie one after the other. The cosine of a vector of zeros is NaN, and so is that of one that holds NaN or an
 * infinite value. Arrays may begin anywhere; no rows give an empty answer. Errors carry a code: CPU_ARGUMENT,
 * CPU_SIMD_UNAVAILABLE, CPU_OUT_OF_MEMORY, CPU_NO_THREADS.
 */
export interface CpuKernels {
  /** One query against each row; its length is that of a row. */
  cosine(query: KernelArray, rows: KernelArray, cosines: Float32Array, options?: KernelOptions): void;
  /** Each row of a against each of b: cosines[i × rows of b + j]. */
  cosinePairs(
    a: KernelArray,
    b: KernelArray,
    rowLength: number,
    cosines: Float32Array,
    options?: KernelOptions,
  ): void;
  /** The k rows most like the query, the best first; of equals the earlier. Rows whose cosine is NaN are none. */
  cosineTop(query: KernelArray, rows: KernelArray, k: number, options?: KernelOptions): BestRows;
  compare(a: KernelArray, b: KernelArray, options?: KernelOptions): Difference;
  /** The sum: what measureBandwidth does to its arrays, in one thread. */
  read(array: Float64Array, options?: KernelOptions): number;
  write(array: Float64Array, value: number, options?: KernelOptions): void;
  copy(to: Float64Array, from: Float64Array, options?: KernelOptions): void;
  /** to = b + factor × c. */
  triad(to: Float64Array, b: Float64Array, c: Float64Array, factor: number, options?: KernelOptions): void;
  /** Drops this memory from every cache; false where the processor lets no program do that. */
  flush(memory: ArrayBufferView): boolean;
}

/** The same calls in a thread of their own. What they were given must be left alone until they are over. */
export type Later<Calls> = {
  readonly [Name in keyof Calls]: Calls[Name] extends (...given: infer Given) => infer Answer
    ? (...given: Given) => Promise<Answer>
    : never;
};

export interface MeasureOptions extends KernelOptions {
  /** A sample makes as many passes as fill this time, at least one; 0.02 unless said. */
  readonly sampleSeconds?: number;
  readonly samples?: number;
}

export interface CpuDescription {
  /** Instruction sets that run here, slowest first: "scalar", "avx2", "avx512", "neon". */
  readonly levels: readonly string[];
  /** The fastest of them, or what DYNO_SIMD names. */
  readonly simd: string;
  readonly hasByteDotProduct: boolean;
  /** That can run all the time: by the affinity mask and the control group's limit. */
  readonly threads: number;
  /** Without swapping, and within the control group's limit. */
  readonly availableBytes: number;
}

export interface CpuNative extends CpuKernels {
  /** Throws CPU_SIMD_UNAVAILABLE where DYNO_SIMD names what does not run here. */
  describe(): CpuDescription;
  readonly later: Later<CpuKernels>;
  /** GB/s of each sample, counted as STREAM does; `bytes` of all arrays and threads together. Plain stores. */
  measureBandwidth(
    wish: MeasureOptions & {
      readonly traffic: 'read' | 'write' | 'copy' | 'triad';
      readonly bytes: number;
    },
  ): Promise<Float64Array>;
  /** 10⁹ operations a second of each sample; a multiply-add counts two. Bytes only with hasByteDotProduct. */
  measurePeak(wish: MeasureOptions & { readonly type: 'fp32' | 'fp64' | 'int8' }): Promise<Float64Array>;
}
