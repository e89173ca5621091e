import type { Seconds } from '../../../contract/units.ts';

/** Fresh readings of one meter on the run's axis, in rising time; a repeat is no reading. */
export interface MeterSeries {
  readonly atSeconds: Float64Array;
  readonly values: Float64Array;
}

export interface Span {
  readonly fromSeconds: Seconds;
  readonly toSeconds: Seconds;
}

/** Joules with what they may be off by, and why; or why there are none. */
export type Metered =
  | {
      readonly kind: 'measured';
      readonly joules: number;
      readonly errorJoules: number;
      /** Parts of the error, largest first. */
      readonly parts: readonly ErrorPart[];
    }
  | { readonly kind: 'unknown'; readonly reason: string };

export interface ErrorPart {
  readonly joules: number;
  readonly words: string;
}

export function unknown(reason: string): Metered {
  return { kind: 'unknown', reason };
}

/** What could be read, without the rest. */
export function readable({ atSeconds, values }: MeterSeries): MeterSeries {
  const kept = [...values.keys()].filter(
    (index) =>
      Number.isFinite(values[index]) &&
      Number.isFinite(atSeconds[index]) &&
      (index === 0 || atSeconds[index] !== atSeconds[index - 1]),
  );
  return {
    atSeconds: Float64Array.from(kept, (index) => atSeconds[index] ?? Number.NaN),
    values: Float64Array.from(kept, (index) => values[index] ?? Number.NaN),
  };
}

/** The last index at or before a time; −1 where all are after it. */
export function indexAt(times: Float64Array, seconds: Seconds): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) <= seconds) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Middle of the distances between readings. */
export function usualStep(times: Float64Array): Seconds {
  if (times.length < 2) return Number.POSITIVE_INFINITY;
  const steps = times.subarray(1).map((time, index) => time - (times[index] as number));
  return steps.sort()[steps.length >> 1] as number;
}
