import type { Alert, Threshold } from '../../../../contract/alert.ts';
import { formatDuration } from '../../../../contract/units.ts';
import { formatChannel, metricTitle, metricUnit } from '../../../../core/analysis/channel-words.ts';

/** "GPU · NVIDIA H200": the metric, and whose. */
export function alertTitle({ threshold, deviceName }: Alert): string {
  const title = metricTitle(threshold.metric);
  return deviceName === '' || deviceName === title ? title : `${title} · ${deviceName}`;
}

/** "93 % at its worst, above the limit of 80 %". */
export function crossingWords({ threshold, worst }: Alert): string {
  const unit = metricUnit(threshold.metric);
  return `${formatChannel(worst, unit)} at its worst, ${threshold.side} the limit of ${formatChannel(threshold.limit, unit)}`;
}

export function lastingWords({ openedAt, closedAt }: Alert): string {
  return closedAt === null ? ', still so' : `, for ${formatDuration(closedAt - openedAt)}`;
}

/** "low at 86 %, then high at 93 %": how it went on. */
export function stepWords({ steps, threshold }: Alert): string {
  const unit = metricUnit(threshold.metric);
  return steps.map(({ severity, value }) => `${severity} at ${formatChannel(value, unit)}`).join(', then ');
}

/** "above 80 %, mean of 10". */
export function thresholdWords({ metric, side, limit, window }: Threshold): string {
  return `${side} ${formatChannel(limit, metricUnit(metric))}, mean of ${window}`;
}
