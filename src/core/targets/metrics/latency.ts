import type { IntervalOf, LatencySummary } from '../../../contract/latency.ts';
import { formatCount } from '../../../contract/units.ts';
import { samplesMissing, type SAMPLES_WANTED } from '../../analysis/summary.ts';
import { measured, notMeasured, type Metric, type Reading, type Subject } from './types.ts';

export const LATENCY_METRICS: readonly Metric[] = [
  { id: 'mean', label: 'mean latency', unit: 'ms', read: ({ run }) => middle(run.latencyMs, 'mean') },
  { id: 'p50', label: 'p50 latency', unit: 'ms', read: ({ run }) => middle(run.latencyMs, 'p50') },
  tail('p90', 'p90 latency'),
  tail('p95', 'p95 latency'),
  tail('p99', 'p99 latency'),
  tail('p999', 'p99.9 latency'),
  timeAtBatch('imageTime', 'time of one image', 1),
  timeAtBatch('fourImagesTime', 'time of four images', 4),
  timeAtBatch('realTimeLatency', 'latency in real time', 1),
];

/** Mean and median: without an interval there are too few independent samples to say anything of either. */
export function middle(latencyMs: LatencySummary | null, which: 'mean' | 'p50'): Reading {
  if (latencyMs === null) return nothingMeasured();
  if (latencyMs.intervals.p50 === undefined) {
    const { count, effectiveSize } = latencyMs;
    const worth = effectiveSize === null ? '' : `, worth ${formatCount(effectiveSize)} independent ones`;
    return {
      kind: 'not-enough-samples',
      reason: `${formatCount(count)} iterations${worth}, are too few for an interval.`,
    };
  }
  return measured(latencyMs[which], latencyMs.intervals[which] ?? null);
}

function tail(id: keyof typeof SAMPLES_WANTED, label: string): Metric {
  return {
    id,
    label,
    unit: 'ms',
    read({ run: { latencyMs } }: Subject): Reading {
      if (latencyMs === null) return nothingMeasured();
      const value = latencyMs[id];
      const missing = samplesMissing(id, latencyMs.count);
      if (value === null || missing > 0) {
        const more = missing > 0 ? `needs ${formatCount(missing)} more iterations` : 'needs more iterations';
        return { kind: 'not-enough-samples', reason: `${id} ${more}.` };
      }
      return measured(value, latencyMs.intervals[id as IntervalOf] ?? null);
    },
  };
}

function timeAtBatch(id: string, label: string, batch: number): Metric {
  return {
    id,
    label,
    unit: 'ms',
    read: ({ run }) =>
      run.config.batch === batch
        ? middle(run.latencyMs, 'p50')
        : notMeasured(`The run has batch ${run.config.batch}: measure with --batch ${batch}.`),
  };
}

function nothingMeasured(): Reading {
  return notMeasured('The run measured no iteration.');
}
