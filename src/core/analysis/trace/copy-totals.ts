import type { CopyTotals } from '../../../contract/trace-report.ts';
import { detailOfRows } from './details.ts';
import type { GpuWork } from './gpu-work.ts';
import type { TraceColumns } from './trace-columns.ts';

/** Copies and memsets by name, which tells the direction. Bandwidth is bytes over time, of those that tell their bytes. */
export function copyTotals(columns: TraceColumns, work: GpuWork): readonly CopyTotals[] {
  const bytes = detailOfRows(columns, 'bytes', work.row);
  const byName = new Map<
    number,
    { count: number; totalNs: number; bytes: number; withBytes: number; bytesNs: number }
  >();
  for (let place = 0; place < work.count; place += 1) {
    if (work.isKernel[place] === 1) continue;
    const name = columns.name[work.row[place] as number] as number;
    const sums = byName.get(name) ?? { count: 0, totalNs: 0, bytes: 0, withBytes: 0, bytesNs: 0 };
    byName.set(name, sums);
    const duration = (work.endNs[place] as number) - (work.startNs[place] as number);
    sums.count += 1;
    sums.totalNs += duration;
    const copied = bytes[place] as number;
    if (!(copied >= 0)) continue;
    sums.bytes += copied;
    sums.withBytes += 1;
    sums.bytesNs += duration;
  }
  return [...byName]
    .sort((a, b) => b[1].totalNs - a[1].totalNs)
    .map(([name, sums]) => ({
      name: columns.strings[name] ?? '',
      count: sums.count,
      totalUs: sums.totalNs / 1000,
      bytes: sums.withBytes > 0 ? sums.bytes : null,
      gbPerSecond: sums.bytesNs > 0 ? sums.bytes / sums.bytesNs : null,
    }));
}
