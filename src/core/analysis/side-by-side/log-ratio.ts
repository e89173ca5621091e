import type { AbVerdict } from '../../../contract/ab.ts';
import type { Interval } from '../../../contract/latency.ts';
import { DEFAULT_MARGIN } from '../ab/answer.ts';
import { tQuantile } from '../distributions/student-t.ts';
import type { ProcessNoise } from './process-noise.ts';

const OUTSIDE_INTERVAL = 0.05;
/** Two that are the same are called different once in a hundred comparisons of two single runs. */
export const WRONGLY_DIFFERENT = 0.01;

export interface MedianOfRun {
  readonly p50: number;
  /** Standard error of its logarithm; null where it measured too little for one. */
  readonly error: number | null;
}

export interface RatioAnswer {
  readonly verdict: AbVerdict;
  readonly ratio: number;
  readonly ratioCi95: Interval | null;
}

/**
 * Time of B over time of A, by the logarithms of their medians: the errors of both and what two processes differ by
 * anyway add up as variances, with Welch and Satterthwaite's degrees of freedom, of which the calibration's few pairs
 * are nearly all the doubt. Different is what a 99 % interval leaves 1 out of; the same, what the 95 % one keeps
 * within the margin.
 */
export function ratioAnswer(
  a: MedianOfRun,
  b: MedianOfRun,
  noise: ProcessNoise,
  wronglyDifferent = WRONGLY_DIFFERENT,
): RatioAnswer {
  const centre = Math.log(b.p50 / a.p50);
  const ratio = Math.exp(centre);
  if (a.error === null || b.error === null) return { verdict: 'undecided', ratio, ratioCi95: null };
  const variance = noise.variance + a.error ** 2 + b.error ** 2;
  const freedom = noise.variance > 0 ? noise.freedom * (variance / noise.variance) ** 2 : Infinity;
  const within = (outside: number): Interval => {
    const half = tQuantile(1 - outside / 2, freedom) * Math.sqrt(variance);
    return [centre - half, centre + half];
  };
  const interval = within(OUTSIDE_INTERVAL);
  return {
    verdict: verdictOf(interval, within(wronglyDifferent)),
    ratio,
    ratioCi95: [Math.exp(interval[0]), Math.exp(interval[1])],
  };
}

function verdictOf(interval: Interval, sure: Interval): AbVerdict {
  const within = Math.log1p(DEFAULT_MARGIN);
  if (interval[0] >= -within && interval[1] <= within) return 'same';
  if (sure[1] < 0) return 'faster';
  if (sure[0] > 0) return 'slower';
  return 'undecided';
}
