import { SEVERITIES, type Alert, type Severity } from '../../contract/alert.ts';
import type { HardwareChannel } from '../../contract/hardware-channels.ts';
import type { ChannelSummary, MonitoringReport } from '../../contract/recording.ts';
import type { WallTime } from '../../contract/units.ts';

const MOST_SHOWN = 100;

/** `alerts`: all that were open at some time between the two, newest first. */
export function monitoringReport(
  fromWall: WallTime,
  toWall: WallTime,
  channels: readonly HardwareChannel[],
  summaries: readonly ChannelSummary[],
  alerts: readonly Alert[],
): MonitoringReport {
  const count = (severity: Severity): number => alerts.filter((alert) => alert.severity === severity).length;
  return {
    fromWall,
    toWall,
    // A clock that was set back meanwhile makes no time negative.
    durationMs: Math.max(0, toWall - fromWall),
    channels,
    summaries,
    alerts: alerts.slice(0, MOST_SHOWN),
    alertsBySeverity: Object.fromEntries(
      SEVERITIES.map((severity) => [severity, count(severity)]),
    ) as MonitoringReport['alertsBySeverity'],
  };
}
