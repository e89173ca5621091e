import { SEVERITIES } from '../../contract/alert.ts';
import { METRICS } from '../../contract/hardware-channels.ts';
import type { MonitoringReport, Recording } from '../../contract/recording.ts';
import { formatCount, formatDuration, NOT_MEASURED } from '../../contract/units.ts';
import { formatReading } from '../../core/analysis/channel-words.ts';
import type { Paint } from '../host/terminal.ts';
import { dateTime } from './date-time.ts';
import { alertWords } from './monitor-table.ts';
import { ellipsize, formatTable, printable } from './table.ts';

export function formatRecordings(recordings: readonly Recording[], paint: Paint): string {
  const table = formatTable(
    [
      { title: 'id' },
      { title: 'name', shrinks: true },
      { title: 'began' },
      { title: 'length', align: 'right' },
      { title: 'rate', align: 'right' },
    ],
    recordings.map(({ id, name, startedAt, endedAt, hertz }) => [
      id.slice(0, 8),
      printable(name),
      dateTime(startedAt),
      endedAt === null ? 'going on' : formatDuration(endedAt - startedAt),
      `${hertz} Hz`,
    ]),
    80,
  );
  return [paint.dim(table.head), ...table.body].join('\n');
}

/** Every channel's summary, the alerts, and what could not be read. */
export function formatReport(recording: Recording, report: MonitoringReport, paint: Paint): string {
  const { summaries, channels, alerts, alertsBySeverity, durationMs } = report;
  const read = summaries.flatMap((summary) => {
    const channel = channels.find(({ id }) => id === summary.channel);
    return channel === undefined || summary.count === 0 ? [] : [{ channel, summary }];
  });
  const table = formatTable(
    [
      { title: 'metric', shrinks: true },
      { title: 'mean', align: 'right' },
      { title: 'p95', align: 'right' },
      { title: 'max', align: 'right' },
      { title: 'readings', align: 'right' },
    ],
    read.map(({ channel: { metric, detail }, summary: { mean, p95, max, count } }) => [
      `  ${METRICS[metric].title} ${printable(detail)}`.trimEnd(),
      ...(metric === 'gpu.throttle' ? ['', ''] : [mean, p95].map((value) => formatReading(value, metric))),
      formatReading(max, metric),
      formatCount(count),
    ]),
    80,
  );
  const body = recording.devices.flatMap(({ id, name }) => {
    const rows = table.body.filter((_, index) => read[index]?.channel.device === id);
    return rows.length === 0 ? [] : [paint.bold(ellipsize(printable(name), 80)), ...rows];
  });
  const counts = SEVERITIES.filter((severity) => alertsBySeverity[severity] > 0)
    .map((severity) => `${alertsBySeverity[severity]} ${severity}`)
    .join(', ');
  return [
    '',
    paint.bold(ellipsize(printable(recording.name), 80)),
    paint.dim(`${dateTime(recording.startedAt)} · ${formatDuration(durationMs)} · ${recording.hertz} Hz`),
    '',
    paint.dim(table.head),
    ...body,
    '',
    `Alerts: ${counts === '' ? 'none' : counts}`,
    ...alerts
      .slice(0, 10)
      .map((alert) => ellipsize(`  ${dateTime(alert.openedAt)}  ${alertWords(alert)}`, 80)),
    ...notMeasured(recording),
    '',
  ].join('\n');
}

function notMeasured({ sources }: Recording): string[] {
  const absent = sources.filter(({ state }) => state !== 'reading');
  if (absent.length === 0) return [];
  return [
    '',
    'Not measured:',
    ...absent.map(({ title, reason }) => ellipsize(`  ${NOT_MEASURED} ${title}: ${printable(reason)}`, 80)),
  ];
}
