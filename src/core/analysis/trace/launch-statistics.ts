import type { LaunchStatistics } from '../../../contract/trace-report.ts';
import { ofStrings } from './details.ts';
import type { GpuWork } from './gpu-work.ts';
import { isLaunch } from './names.ts';
import { endOfRow, rowsOfKinds } from './rows-in-time.ts';
import { spreadOf } from './spread.ts';
import type { TraceColumns } from './trace-columns.ts';

/**
 * Calls that put work on a stream, and how long it took until it ran. A call that launches a whole graph counts once,
 * with the first of its kernels. Null where the trace has no such call.
 */
export function launchStatistics(columns: TraceColumns, work: GpuWork): LaunchStatistics | null {
  const launches = ofStrings(columns, isLaunch);
  const hasWork = new Uint8Array(columns.rowCount);
  const delays = new Float64Array(work.count);
  const calls = new Float64Array(work.count);
  let count = 0;
  let shorter = 0;
  for (const place of work.inTime) {
    const call = work.launch[place] as number;
    if (call < 0) continue;
    const callNs = endOfRow(columns, call) - (columns.startNs[call] as number);
    const ownNs = (work.endNs[place] as number) - (work.startNs[place] as number);
    if (work.isKernel[place] === 1 && ownNs < callNs) shorter += 1;
    if (hasWork[call] === 1) continue;
    hasWork[call] = 1;
    delays[count] = Math.max(0, (work.startNs[place] as number) - endOfRow(columns, call)) / 1000;
    calls[count] = callNs / 1000;
    count += 1;
  }
  let unmatched = 0;
  for (const row of rowsOfKinds(columns, ['runtime', 'driver'])) {
    if (hasWork[row] === 0 && launches(columns.name[row] as number)) unmatched += 1;
  }
  if (count + unmatched === 0) return null;
  return {
    launches: count + unmatched,
    unmatched,
    delayUs: spreadOf(delays.subarray(0, count)),
    callUs: spreadOf(calls.subarray(0, count)),
    shorterThanLaunch: shorter,
  };
}
