import { ofStrings } from './details.ts';
import type { Analysed } from './findings/types.ts';
import { isSynchronisation } from './names.ts';
import { endOfRow, rowsOfKinds } from './rows-in-time.ts';
import type { Step } from './steps.ts';
import type { TraceColumns } from './trace-columns.ts';

/** Calls that wait for the device and begin inside of a step; what the profiler itself does after the last is none. */
export function synchronisationsOf(
  columns: TraceColumns,
  steps: readonly Step[],
  originNs: number,
): Pick<Analysed, 'synchronisations' | 'longestSynchronisation'> {
  const waits = ofStrings(columns, isSynchronisation);
  const byName = new Map<number, { count: number; totalUs: number }>();
  let longest: { readonly fromUs: number; readonly toUs: number } | null = null;
  let longestUs = 0;
  for (const row of rowsOfKinds(columns, ['runtime', 'driver'])) {
    const name = columns.name[row] as number;
    if (!waits(name)) continue;
    const start = columns.startNs[row] as number;
    if (!isInside(steps, start)) continue;
    const sums = byName.get(name) ?? { count: 0, totalUs: 0 };
    byName.set(name, sums);
    const totalUs = (endOfRow(columns, row) - start) / 1000;
    sums.count += 1;
    sums.totalUs += totalUs;
    if (totalUs <= longestUs) continue;
    longestUs = totalUs;
    longest = { fromUs: (start - originNs) / 1000, toUs: (start - originNs) / 1000 + totalUs };
  }
  return {
    synchronisations: [...byName]
      .map(([name, sums]) => ({ name: columns.strings[name] ?? '', ...sums }))
      .sort((a, b) => b.totalUs - a.totalUs),
    longestSynchronisation: longest,
  };
}

function isInside(steps: readonly Step[], time: number): boolean {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((steps[middle]?.hostFromNs ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return time < (steps[low - 1]?.hostToNs ?? Number.NEGATIVE_INFINITY);
}
