import type { Interval } from '../../../contract/latency.ts';
import { normalQuantile } from '../distributions/normal.ts';
import type { GateReading } from './gate-metrics.ts';
import { noiseQuantile, type MetricNoise } from './metric-noise.ts';

/** Of a value over the baseline's, on the scale of logarithms; above 0 is worse. */
export interface WorseBy {
  readonly log: number;
  /** Null: so few samples that nothing can be said of it. */
  readonly error: number | null;
  readonly noise: MetricNoise;
}

/** Processes behind each side: single runs, unless several were measured. */
export interface Processes {
  readonly baseline: number;
  readonly run: number;
}

const ONE_EACH: Processes = { baseline: 1, run: 1 };
/** A median of several is less certain than their mean by this (√(π/2), for many of them). */
const MEDIAN_COSTS = 1.2533;

/**
 * Joins what each side's samples leave open with what two processes differ by. The noise is that of one process over
 * another, so that each process has half its variance.
 */
export function worseBy(
  better: 'lower' | 'higher',
  baseline: GateReading,
  run: GateReading,
  noise: MetricNoise,
  processes: Processes = ONE_EACH,
): WorseBy {
  const log = Math.log(run.value / baseline.value) * (better === 'lower' ? 1 : -1);
  if (!baseline.isEnough || !run.isEnough) return { log, error: null, noise };
  const ofProcess = noise.spread ** 2 / 2;
  const share = (count: number): number => (count > 1 ? (ofProcess * MEDIAN_COSTS ** 2) / count : ofProcess);
  const between = share(processes.baseline) + share(processes.run);
  const within = ownError(baseline) ** 2 + ownError(run) ** 2;
  return { log, error: Math.sqrt(between + within), noise };
}

export function ratioOf({ log }: WorseBy): number {
  return Math.exp(log);
}

export function intervalOf({ log, error, noise }: WorseBy): Interval | null {
  if (error === null) return null;
  const half = noiseQuantile(noise, 0.975) * error;
  return [Math.exp(log - half), Math.exp(log + half)];
}

/** Up to here noise alone reaches in all but `share` of the cases, to the worse side. */
export function noiseLine({ error, noise }: WorseBy, share: number): number | null {
  return error === null ? null : Math.exp(noiseQuantile(noise, 1 - share) * error);
}

function ownError({ interval }: GateReading): number {
  if (interval === null || !(interval[0] > 0)) return 0;
  return Math.log(interval[1] / interval[0]) / 2 / normalQuantile(0.975);
}
