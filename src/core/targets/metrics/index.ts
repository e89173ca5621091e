import { BASELINE_METRICS } from './against-baseline.ts';
import { ENERGY_METRICS } from './energy.ts';
import { FOOTPRINT_METRICS } from './footprint.ts';
import { LATENCY_METRICS } from './latency.ts';
import { MEASURED_ELSEWHERE } from './measured-elsewhere.ts';
import { RATE_METRICS } from './rates.ts';
import type { Metric } from './types.ts';

/** Everything that a target can be set on. */
export const METRICS: readonly Metric[] = [
  ...LATENCY_METRICS,
  ...RATE_METRICS,
  ...FOOTPRINT_METRICS,
  ...ENERGY_METRICS,
  ...BASELINE_METRICS,
  ...MEASURED_ELSEWHERE,
];

export function findMetric(id: string): Metric | undefined {
  return METRICS.find((metric) => metric.id === id);
}
