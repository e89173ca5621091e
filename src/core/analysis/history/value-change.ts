import type { HistoryChange } from '../../../contract/history.ts';
import type { Interval } from '../../../contract/latency.ts';
import { DEFAULT_MARGIN } from '../ab/answer.ts';
import { tQuantile } from '../distributions/student-t.ts';

/** A value with what its logarithm may be off by. */
export interface SureValue {
  readonly value: number;
  readonly variance: number;
  readonly freedom: number;
}

const OUTSIDE_INTERVAL = 0.05;
/** As in the comparison of two runs: two that are the same are called different once in a hundred times. */
const WRONGLY_DIFFERENT = 0.01;

/** By the logarithms of both: their variances add up, with Welch and Satterthwaite's degrees of freedom. */
export function valueChange(from: SureValue, to: SureValue, better: 'lower' | 'higher'): HistoryChange {
  const centre = Math.log(to.value / from.value);
  const variance = from.variance + to.variance;
  const freedom =
    variance === 0
      ? Number.POSITIVE_INFINITY
      : variance ** 2 / (from.variance ** 2 / from.freedom + to.variance ** 2 / to.freedom);
  const within = (outside: number): Interval => {
    const half = variance === 0 ? 0 : tQuantile(1 - outside / 2, freedom) * Math.sqrt(variance);
    return [centre - half, centre + half];
  };
  const [low, high] = within(OUTSIDE_INTERVAL);
  const sure = within(WRONGLY_DIFFERENT);
  return {
    from: from.value,
    to: to.value,
    ratio: to.value / from.value,
    ratioCi95: [Math.exp(low), Math.exp(high)],
    verdict: verdictOf([low, high], sure, better),
  };
}

function verdictOf(
  [low, high]: Interval,
  sure: Interval,
  better: 'lower' | 'higher',
): HistoryChange['verdict'] {
  const margin = Math.log1p(DEFAULT_MARGIN);
  if (low >= -margin && high <= margin) return 'same';
  if (sure[1] < 0) return better === 'lower' ? 'better' : 'worse';
  if (sure[0] > 0) return better === 'lower' ? 'worse' : 'better';
  return 'undecided';
}

/** The interval of a value by itself. */
export function intervalOf({ value, variance, freedom }: SureValue): Interval {
  const half = variance === 0 ? 0 : tQuantile(1 - OUTSIDE_INTERVAL / 2, freedom) * Math.sqrt(variance);
  return [value * Math.exp(-half), value * Math.exp(half)];
}
