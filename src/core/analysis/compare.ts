import type { Comparison, MetricDifference } from '../../contract/comparison.ts';
import type { Run, RunSeries } from '../../contract/run.ts';
import { cautionsOf } from './comparison-cautions.ts';
import { compareConfiguration, compareEnvironment, compareMetrics } from './comparison-rows.ts';
import { BETWEEN_PROCESSES, sentenceOf } from './comparison-sentence.ts';
import { profilingEffect } from './profiling-effect.ts';

/**
 * Two stored runs held against each other: what differs, what stands in the way, and what may be said. The noise
 * floor is that of the machine on which both were made; null where it was never calibrated, or they are two.
 */
export function compareRuns(
  a: Run,
  b: Run,
  seriesA: RunSeries | null,
  seriesB: RunSeries | null,
  noiseFloor: number | null = null,
): Comparison {
  return {
    a,
    b,
    seriesA,
    seriesB,
    metrics: compareMetrics(a, b),
    configuration: compareConfiguration(a, b),
    environment: compareEnvironment(a, b),
    cautions: cautionsOf(a, b),
    profiling: profilingEffect(a, b, noiseFloor ?? BETWEEN_PROCESSES),
    sentence: sentenceOf(a, b, noiseFloor),
  };
}

/** Whether a row's two sides differ at all; what is missing on both is no difference. */
export function differs(row: MetricDifference): boolean {
  return row.a !== row.b;
}
