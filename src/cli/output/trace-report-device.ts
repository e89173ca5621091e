import type { IdleReason, TraceReport } from '../../contract/trace-report.ts';
import { formatBytes, formatCount, formatNumber, formatPercent, NOT_MEASURED } from '../../contract/units.ts';
import { durationOfUs } from '../../core/analysis/trace/trace-words.ts';
import { middle } from './operator-rows.ts';
import { ellipsize, printable, type Column } from './table.ts';
import { REPORT_WIDTH, section, type ReportShown } from './trace-report-section.ts';

const NAME_WIDTH = 32;
const right = (title: string): Column => ({ title, align: 'right' });
const percent = (part: number, whole: number): string =>
  whole > 0 ? formatPercent((100 * part) / whole) : NOT_MEASURED;
const share = (value: number | null): string => formatPercent(value === null ? null : 100 * value);

export function devices({ devices: all }: TraceReport, { paint }: ReportShown): string[] {
  const rows = all.map((device) => {
    const whole = device.busyUs + device.idleUs;
    return [
      `${device.device}${device.name === null ? '' : ` ${printable(device.name)}`}`,
      percent(device.busyUs, whole),
      percent(device.computeUs, whole),
      percent(device.communicationUs, whole),
      percent(device.memoryUs, whole),
      share(device.overlapShare),
      formatNumber(device.smEfficiencyPercent),
      formatNumber(device.occupancyPercent),
      share(device.tensorCoreShare),
    ];
  });
  const columns = [
    { title: 'GPU', shrinks: true },
    ...['busy', 'compute', 'comm.', 'memory', 'overlap', 'SM %', 'occ. %', 'tensor'].map(right),
  ];
  return section('Devices', columns, rows, 0, paint);
}

const REASONS: readonly IdleReason[] = ['host-wait', 'kernel-wait', 'other'];

export function idle({ streams }: TraceReport, { top, paint }: ReportShown): string[] {
  const byIdle = [...streams].sort((a, b) => b.idleUs - a.idleUs);
  const rows = byIdle
    .slice(0, top)
    .map(({ device, stream, busyUs, idleUs, byReason }) => [
      `${device}`,
      `${stream}`,
      durationOfUs(busyUs),
      durationOfUs(idleUs),
      ...REASONS.map((reason) => durationOfUs(byReason.find((each) => each.reason === reason)?.totalUs ?? 0)),
    ]);
  const columns = ['GPU', 'stream', 'busy', 'idle', 'host wait', 'kernel wait', 'other'].map(right);
  return section('What idle streams wait for', columns, rows, streams.length - rows.length, paint);
}

export function launches({ launches: found }: TraceReport, { paint }: ReportShown): string[] {
  if (found === null) return [];
  const { launches: count, unmatched, delayUs, callUs, shorterThanLaunch } = found;
  const row = (title: string, of: typeof delayUs): string[] => [
    title,
    ...[of.mean, of.p50, of.p95, of.p99, of.max].map(durationOfUs),
  ];
  const columns = [{ title: '' }, ...['mean', 'p50', 'p95', 'p99', 'max'].map(right)];
  const title = `Launches: ${formatCount(count)}, ${formatCount(shorterThanLaunch)} kernels shorter than their launch`;
  const lost =
    unmatched === 0 ? [] : [paint.dim(`${formatCount(unmatched)} launched nothing that is in the trace`)];
  return [
    ...section(title, columns, [row('delay to the kernel', delayUs), row('call', callUs)], 0, paint),
    ...lost,
  ];
}

export function copies({ copies: all }: TraceReport, { top, paint }: ReportShown): string[] {
  const rows = all
    .slice(0, top)
    .map(({ name, count, totalUs, bytes, gbPerSecond }) => [
      durationOfUs(totalUs),
      formatCount(count),
      formatBytes(bytes),
      formatNumber(gbPerSecond),
      middle(printable(name), NAME_WIDTH),
    ]);
  const columns = [...['total', 'count', 'bytes', 'GB/s'].map(right), { title: 'copy', shrinks: true }];
  return section('Copies', columns, rows, all.length - rows.length, paint);
}

export function collectives({ collectives: all }: TraceReport, { top, paint }: ReportShown): string[] {
  const rows = all
    .slice(0, top)
    .map((each) => [
      durationOfUs(each.totalUs),
      durationOfUs(each.exposedUs),
      formatCount(each.count),
      formatBytes(each.bytes),
      formatNumber(each.busGbPerSecond),
      formatCount(each.groupSize),
      middle(printable(each.name), NAME_WIDTH),
    ]);
  const columns = [
    ...['total', 'exposed', 'count', 'bytes', 'bus GB/s', 'ranks'].map(right),
    { title: 'collective', shrinks: true },
  ];
  return section('Communication', columns, rows, all.length - rows.length, paint);
}

export function criticalPath({ criticalPath: path }: TraceReport, { top, paint }: ReportShown): string[] {
  if (path === null) return [];
  const parts = path.parts
    .filter(({ totalUs }) => totalUs > 0)
    .map((part) => `${part.kind} ${formatPercent(100 * part.share)}`)
    .join(' · ');
  const rows = [...path.spans]
    .sort((a, b) => b.onPathUs - a.onPathUs)
    .slice(0, top)
    .map(({ name, kind, onPathUs }) => [durationOfUs(onPathUs), kind, middle(printable(name), 48)]);
  const title = `Critical path of ${ellipsize(printable(path.step), 30)}, ${durationOfUs(path.durationUs)}`;
  const columns = [right('on path'), { title: 'kind' }, { title: 'span', shrinks: true }];
  const table = section(title, columns, rows, 0, paint);
  return [table[0] ?? paint.bold(title), ellipsize(parts, REPORT_WIDTH), ...table.slice(1)];
}
