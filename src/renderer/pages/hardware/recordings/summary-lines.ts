import type { HardwareMetric } from '../../../../contract/hardware-channels.ts';
import type { ChannelSummary } from '../../../../contract/recording.ts';
import type { DeviceGroup } from '../device-groups.ts';

export interface SummaryLine {
  /** Of the first line of its device; empty below it. */
  readonly deviceTitle: string;
  readonly title: string;
  readonly metric: HardwareMetric;
  readonly summary: ChannelSummary;
}

/** In the order of the charts, the many cores last; flags have no mean, and so no line. */
export function summaryLines(
  summaries: readonly ChannelSummary[],
  groups: readonly DeviceGroup[],
): readonly SummaryLine[] {
  const byChannel = new Map(summaries.map((summary) => [summary.channel, summary]));
  return groups.flatMap((group) => {
    const cores = group.rows.filter(({ kind }) => kind === 'heat');
    const lines = [...group.rows.filter(({ kind }) => kind === 'lines'), ...cores].flatMap((row) =>
      row.series.flatMap(({ channel, label, metric }) => {
        const summary = byChannel.get(channel);
        const title = label === '' ? row.title : `${row.title} · ${label}`;
        return summary === undefined ? [] : [{ title, metric, summary }];
      }),
    );
    return lines.map((line, index) => ({ ...line, deviceTitle: index === 0 ? group.title : '' }));
  });
}
