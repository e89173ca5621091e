import type { KernelTotals } from '../../../contract/trace-report.ts';
import { detailOfRows } from './details.ts';
import type { GpuWork } from './gpu-work.ts';
import { usesTensorCores } from './names.ts';
import type { TraceColumns } from './trace-columns.ts';

interface Sums {
  count: number;
  totalNs: number;
  minNs: number;
  maxNs: number;
  blocks: number;
  blocksNs: number;
  occupancy: number;
  occupancyNs: number;
}

/**
 * Kernels by name, the dearest first. Blocks per multiprocessor and occupancy are means weighted by duration, of those
 * that have them, as in the PyTorch profiler's plugin.
 */
export function kernelTotals(columns: TraceColumns, work: GpuWork): readonly KernelTotals[] {
  const blocksPerSm = detailOfRows(columns, 'blocks-per-sm', work.row);
  const occupancy = detailOfRows(columns, 'occupancy-percent', work.row);
  const byName = new Map<number, Sums>();
  let allNs = 0;
  for (let place = 0; place < work.count; place += 1) {
    if (work.isKernel[place] !== 1) continue;
    const duration = (work.endNs[place] as number) - (work.startNs[place] as number);
    allNs += duration;
    const sums = sumsOf(byName, columns.name[work.row[place] as number] as number);
    sums.count += 1;
    sums.totalNs += duration;
    if (duration < sums.minNs) sums.minNs = duration;
    if (duration > sums.maxNs) sums.maxNs = duration;
    const blocks = blocksPerSm[place] as number;
    if (blocks >= 0) {
      sums.blocks += blocks * duration;
      sums.blocksNs += duration;
    }
    const percent = occupancy[place] as number;
    if (percent >= 0) {
      sums.occupancy += percent * duration;
      sums.occupancyNs += duration;
    }
  }
  return [...byName]
    .sort((a, b) => b[1].totalNs - a[1].totalNs || b[1].count - a[1].count)
    .map(([name, sums]) => totalsOf(columns.strings[name] ?? '', sums, allNs));
}

function sumsOf(byName: Map<number, Sums>, name: number): Sums {
  let sums = byName.get(name);
  if (sums === undefined) {
    sums = {
      count: 0,
      totalNs: 0,
      minNs: Number.POSITIVE_INFINITY,
      maxNs: 0,
      blocks: 0,
      blocksNs: 0,
      occupancy: 0,
      occupancyNs: 0,
    };
    byName.set(name, sums);
  }
  return sums;
}

function totalsOf(name: string, sums: Sums, allNs: number): KernelTotals {
  return {
    name,
    count: sums.count,
    totalUs: sums.totalNs / 1000,
    meanUs: sums.totalNs / sums.count / 1000,
    minUs: sums.minNs / 1000,
    maxUs: sums.maxNs / 1000,
    share: allNs > 0 ? sums.totalNs / allNs : 0,
    usesTensorCores: usesTensorCores(name),
    blocksPerSm: sums.blocksNs > 0 ? sums.blocks / sums.blocksNs : null,
    occupancyPercent: sums.occupancyNs > 0 ? sums.occupancy / sums.occupancyNs : null,
  };
}
