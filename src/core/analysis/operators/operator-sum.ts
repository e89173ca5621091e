import type { OperatorProfile } from '../../../contract/profile.ts';
import type { Bytes, Milliseconds } from '../../../contract/units.ts';

/** Work whose amount is known, with the time of those operators alone: a rate must not divide by the others' time. */
export interface KnownWork {
  readonly amount: number;
  readonly ms: Milliseconds;
}

/** Several operators as one line of a table; of one alone, what is known of it. Times and work are of one iteration. */
export interface OperatorSum {
  readonly nodes: number;
  readonly perIteration: number;
  readonly selfMs: Milliseconds;
  /**
   * The operators' intervals added end to end. How their errors go together is not known, and this holds even if all
   * were off the same way at once: it is at least as wide as it has to be. Null unless each of them has one.
   */
  readonly selfMsCi95: readonly [Milliseconds, Milliseconds] | null;
  /** With what ran inside; an operator inside another one of the sum is not counted twice. */
  readonly totalMs: Milliseconds;
  readonly share: number;
  /** Null where no operator of the sum ran on a GPU that tells. */
  readonly gpu: {
    readonly kernelMs: Milliseconds;
    readonly launchMs: Milliseconds;
    readonly waitMs: Milliseconds | null;
  } | null;
  /** Null where it is known of none. */
  readonly flops: KnownWork | null;
  readonly bytes: KnownWork | null;
  /** Where both are known. */
  readonly flopsPerByte: number | null;
  /** Newly taken for outputs; null where the runtime tells nothing. */
  readonly allocatedBytes: Bytes | null;
}

export function sumOperators(operators: readonly OperatorProfile[], places: readonly number[]): OperatorSum {
  const inside = new Set(places);
  const sum = { perIteration: 0, selfMs: 0, low: 0, high: 0, totalMs: 0, share: 0, allocatedBytes: 0 };
  const gpu = { kernelMs: 0, launchMs: 0, waitMs: 0 };
  const flops = { amount: 0, ms: 0 };
  const bytes = { amount: 0, ms: 0 };
  const both = { flops: 0, bytes: 0 };
  const known = { intervals: 0, gpu: 0, waits: 0, flops: 0, bytes: 0, memory: 0 };
  for (const place of places) {
    const operator = operators[place];
    if (operator === undefined) continue;
    sum.perIteration += operator.perIteration;
    sum.selfMs += operator.selfMs;
    sum.share += operator.share;
    if (!isInside(operators, operator, inside)) sum.totalMs += operator.totalMs;
    if (operator.selfMsCi95 !== null) {
      known.intervals += 1;
      sum.low += operator.selfMsCi95[0];
      sum.high += operator.selfMsCi95[1];
    }
    if (operator.gpu !== null) {
      known.gpu += 1;
      gpu.kernelMs += operator.gpu.kernelMs;
      gpu.launchMs += operator.gpu.launchMs;
      if (operator.gpu.waitMs !== null) known.waits += 1;
      gpu.waitMs += operator.gpu.waitMs ?? 0;
    }
    const ms = busyMs(operator);
    const moved = bytesMoved(operator);
    if (operator.flops !== null) {
      known.flops += 1;
      flops.amount += operator.flops;
      flops.ms += ms;
    }
    if (moved !== null) {
      known.bytes += 1;
      bytes.amount += moved;
      bytes.ms += ms;
    }
    if (operator.flops !== null && moved !== null) {
      both.flops += operator.flops;
      both.bytes += moved;
    }
    if (operator.memory !== null) {
      known.memory += 1;
      sum.allocatedBytes += operator.memory.allocatedBytes;
    }
  }
  return {
    nodes: places.length,
    perIteration: sum.perIteration,
    selfMs: sum.selfMs,
    selfMsCi95: places.length > 0 && known.intervals === places.length ? [sum.low, sum.high] : null,
    totalMs: sum.totalMs,
    share: sum.share,
    gpu: known.gpu === 0 ? null : { ...gpu, waitMs: known.waits === 0 ? null : gpu.waitMs },
    flops: known.flops === 0 ? null : flops,
    bytes: known.bytes === 0 ? null : bytes,
    flopsPerByte: both.bytes === 0 ? null : both.flops / both.bytes,
    allocatedBytes: known.memory === 0 ? null : sum.allocatedBytes,
  };
}

/** Read and written; null where either is not known. */
export function bytesMoved({ bytesRead, bytesWritten }: OperatorProfile): Bytes | null {
  return bytesRead === null || bytesWritten === null ? null : bytesRead + bytesWritten;
}

/** The time in which its work was done: on a GPU that of its kernels, where they were timed. */
export function busyMs({ gpu, selfMs }: OperatorProfile): Milliseconds {
  return gpu !== null && gpu.kernelMs > 0 ? gpu.kernelMs : selfMs;
}

function isInside(
  operators: readonly OperatorProfile[],
  { parent }: OperatorProfile,
  places: ReadonlySet<number>,
): boolean {
  // An operator comes after the one that it is inside of: a damaged file's circle ends as well.
  for (let at = parent, before = operators.length; at >= 0 && at < before;) {
    if (places.has(at)) return true;
    before = at;
    at = operators[at]?.parent ?? -1;
  }
  return false;
}
