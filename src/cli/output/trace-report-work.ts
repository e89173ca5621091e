import type { NameTotals } from '../../contract/span-source.ts';
import type { TraceReport } from '../../contract/trace-report.ts';
import type { TraceInfo } from '../../contract/trace.ts';
import {
  formatCount,
  formatNumber,
  formatPercent,
  formatScaled,
  NOT_MEASURED,
} from '../../contract/units.ts';
import { durationOfUs, lengthWords } from '../../core/analysis/trace/trace-words.ts';
import { middle } from './operator-rows.ts';
import { ellipsize, printable, type Column } from './table.ts';
import { section, type ReportShown } from './trace-report-section.ts';

const NAME_WIDTH = 32;
const right = (title: string): Column => ({ title, align: 'right' });

/** What all have in common tells nothing: the return type and the outer namespaces. */
function briefKernel(name: string): string {
  return name.replace(/^void /, '').replace(/^(?:\(anonymous namespace\)::|\w+::)+(?=\w)/, '');
}

/** The kernels that took the most time. */
export function kernels(report: TraceReport, { top, paint }: ReportShown): string[] {
  const { kernels: all, kernelCount, kernelUs } = report;
  const rows = all
    .slice(0, top)
    .map((kernel) => [
      formatPercent(100 * kernel.share),
      durationOfUs(kernel.totalUs),
      formatCount(kernel.count),
      durationOfUs(kernel.meanUs),
      kernel.usesTensorCores === null ? NOT_MEASURED : kernel.usesTensorCores ? 'yes' : 'no',
      formatNumber(kernel.occupancyPercent),
      ellipsize(briefKernel(printable(kernel.name)), NAME_WIDTH),
    ]);
  const title = `Kernels: ${formatCount(kernelCount)} of ${formatCount(all.length)} names, ${durationOfUs(kernelUs)}`;
  const columns = [
    ...['share', 'total', 'count', 'mean', 'tensor', 'occ. %'].map(right),
    { title: 'kernel', shrinks: true },
  ];
  return section(title, columns, rows, all.length - rows.length, paint);
}

/** The operators by what they cost the host and the device. */
export function operators({ operators: all }: TraceReport, { top, paint }: ReportShown): string[] {
  const byCost = [...all].sort((a, b) => b.hostOwnUs + b.deviceOwnUs - a.hostOwnUs - a.deviceOwnUs);
  const rows = byCost
    .slice(0, top)
    .map(({ name, shapes, count, hostOwnUs, hostUs, deviceOwnUs, flops }) => [
      durationOfUs(hostOwnUs),
      durationOfUs(hostUs),
      durationOfUs(deviceOwnUs),
      formatCount(count),
      formatScaled(flops),
      middle(printable(shapes === null ? name : `${name} ${shapes}`), NAME_WIDTH),
    ]);
  const columns = [
    ...['own', 'with inner', 'device', 'count', 'FLOPs'].map(right),
    { title: 'operator', shrinks: true },
  ];
  return section('Operators', columns, rows, all.length - rows.length, paint);
}

/** Where no device took part: every name by its own time, or whatever the trace counts. */
export function names(
  { unit }: TraceInfo,
  all: readonly NameTotals[],
  { top, paint }: ReportShown,
): string[] {
  const words = (us: number): string => lengthWords(us * 1000, unit);
  const whole = all.reduce((sum, { ownUs }) => sum + ownUs, 0);
  const byOwn = [...all].sort((a, b) => b.ownUs - a.ownUs).slice(0, top);
  const rows = byOwn.map(({ name, count, ownUs, totalUs }) => [
    formatPercent(whole > 0 ? (100 * ownUs) / whole : 0),
    words(ownUs),
    words(totalUs),
    formatCount(count),
    middle(printable(name), NAME_WIDTH),
  ]);
  const columns = [...['share', 'own', 'with inner', 'count'].map(right), { title: 'name', shrinks: true }];
  return section('Names', columns, rows, all.length - rows.length, paint);
}
