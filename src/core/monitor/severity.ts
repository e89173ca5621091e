import { ACTIVITY_METRICS, type Severity, type Threshold, type WatchedMetric } from '../../contract/alert.ts';
import { METRICS, type ChannelUnit } from '../../contract/hardware-channels.ts';

/**
 * How bad a crossing is: by how many times the limit is passed, or, for percentages, which can hardly be twice their
 * limit, by the share of what was left between the limit and the end of the scale.
 */
export function severityOf(
  { metric, side, limit }: Pick<Threshold, 'metric' | 'side' | 'limit'>,
  mean: number,
): Severity {
  const isShare = unitOf(metric) === 'percent' && limit > 0 && limit < 100;
  if (isShare) {
    const share = side === 'above' ? (mean - limit) / (100 - limit) : (limit - mean) / limit;
    return graded(share, 0.25, 0.5, 0.75);
  }
  return graded(timesOver(side, limit, mean), 1.2, 1.5, 2);
}

function unitOf(metric: WatchedMetric): ChannelUnit {
  return metric in METRICS
    ? METRICS[metric as keyof typeof METRICS].unit
    : ACTIVITY_METRICS[metric as keyof typeof ACTIVITY_METRICS].unit;
}

/** mean / limit above a line, limit / mean below it; at and beyond zero by the distance, which says the same there. */
function timesOver(side: Threshold['side'], limit: number, mean: number): number {
  if (limit === 0) return Number.POSITIVE_INFINITY;
  if (side === 'above') return 1 + (mean - limit) / Math.abs(limit);
  if (limit < 0) return 1 + (limit - mean) / -limit;
  return mean <= 0 ? Number.POSITIVE_INFINITY : limit / mean;
}

function graded(value: number, medium: number, high: number, critical: number): Severity {
  if (value >= critical) return 'critical';
  if (value >= high) return 'high';
  return value >= medium ? 'medium' : 'low';
}
