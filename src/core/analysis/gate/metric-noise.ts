import type { CalibratedMetric, Calibration } from '../../../contract/calibration.ts';
import { normalQuantile } from '../distributions/normal.ts';
import { tQuantile } from '../distributions/student-t.ts';

/** By how much a metric differs between two processes of one model here. */
export interface MetricNoise {
  /** Deviation of the logarithm of one over the other. */
  readonly spread: number;
  /** Pairs that it was learnt from; null where it is assumed. */
  readonly pairs: number | null;
  /** 19 times in 20, as a share. */
  readonly share: number;
  readonly source: 'calibrated' | 'assumed';
}

/**
 * Where a machine was never calibrated: 3 % for the middle as everywhere in Dyno, more for tails, and much more for
 * what each process does once.
 */
const ASSUMED: Readonly<Record<CalibratedMetric, number>> = {
  p50: 0.03,
  mean: 0.03,
  p90: 0.05,
  p95: 0.06,
  p99: 0.12,
  load: 0.25,
  'first-run': 0.25,
  memory: 0.05,
};

export function metricNoise(metric: CalibratedMetric, calibration: Calibration | null): MetricNoise {
  const floor = calibration?.floors.find((known) => known.metric === metric);
  if (floor !== undefined && floor.pairs > 0) {
    return { spread: floor.spread, pairs: floor.pairs, share: floor.floor, source: 'calibrated' };
  }
  const share = ASSUMED[metric];
  return { spread: Math.log1p(share) / normalQuantile(0.975), pairs: null, share, source: 'assumed' };
}

/** Of the noise, in deviations: Student's t where its size was learnt from few pairs itself. */
export function noiseQuantile({ pairs }: MetricNoise, probability: number): number {
  return pairs === null ? normalQuantile(probability) : tQuantile(probability, pairs);
}
