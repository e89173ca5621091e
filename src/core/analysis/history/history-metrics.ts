import type { HistoryMetric } from '../../../contract/history.ts';
import type { NumberFact } from '../../../contract/run-list.ts';
import type { CalibratedMetric } from '../../../contract/calibration.ts';
import type { Unit } from '../../../contract/units.ts';

export interface TrendMetric {
  readonly label: string;
  readonly unit: Unit;
  readonly better: 'lower' | 'higher';
  readonly fact: NumberFact;
  /** What of a calibration tells how far two processes of one model differ in it; null: nothing does. */
  readonly calibrated: CalibratedMetric | null;
}

export const TREND_METRICS: Readonly<Record<HistoryMetric, TrendMetric>> = {
  p50: { label: 'median', unit: 'ms', better: 'lower', fact: 'p50Ms', calibrated: 'p50' },
  mean: { label: 'mean', unit: 'ms', better: 'lower', fact: 'meanMs', calibrated: 'mean' },
  p95: { label: 'p95', unit: 'ms', better: 'lower', fact: 'p95Ms', calibrated: 'p95' },
  p99: { label: 'p99', unit: 'ms', better: 'lower', fact: 'p99Ms', calibrated: 'p99' },
  'samples-per-second': {
    label: 'rate of samples',
    unit: 'per-second',
    better: 'higher',
    fact: 'samplesPerSecond',
    calibrated: 'mean',
  },
  'tokens-per-second': {
    label: 'rate of tokens',
    unit: 'per-second',
    better: 'higher',
    fact: 'tokensPerSecond',
    calibrated: 'mean',
  },
  memory: {
    label: 'peak memory',
    unit: 'bytes',
    better: 'lower',
    fact: 'peakBytes',
    calibrated: 'memory',
  },
  energy: {
    label: 'energy of an inference',
    unit: 'joules',
    better: 'lower',
    fact: 'joulesPerInference',
    calibrated: null,
  },
};
