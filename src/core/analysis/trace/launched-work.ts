import { detailOfRows } from './details.ts';
import type { GpuWork } from './gpu-work.ts';
import { NumberIndex } from './number-index.ts';
import { endOfRow, rowsOfKinds } from './rows-in-time.ts';
import type { TraceColumns } from './trace-columns.ts';

/** What rows of the host put on devices. */
export interface LaunchedWork {
  /** By row: time of the work, added up. */
  readonly deviceNs: Float64Array;
  readonly kernels: Uint32Array;
}

/**
 * Work by the call that launched it; where the trace has no such call, by the operator with its external id (Kineto's
 * word for the operator that was going on).
 */
export function launchedWork(columns: TraceColumns, work: GpuWork): LaunchedWork {
  const deviceNs = new Float64Array(work.count === 0 ? 0 : columns.rowCount);
  const kernels = new Uint32Array(work.count === 0 ? 0 : columns.rowCount);
  const ofOperator = operatorsByExternalId(columns, work);
  for (let place = 0; place < work.count; place += 1) {
    const launch = work.launch[place] as number;
    const host = launch >= 0 ? launch : ofOperator(place);
    if (host < 0) continue;
    deviceNs[host] =
      (deviceNs[host] as number) + (work.endNs[place] as number) - (work.startNs[place] as number);
    if (work.isKernel[place] === 1) kernels[host] = (kernels[host] as number) + 1;
  }
  return { deviceNs, kernels };
}

function operatorsByExternalId(columns: TraceColumns, work: GpuWork): (place: number) => number {
  if (work.launch.every((row) => row >= 0)) return () => -1;
  const rows = rowsOfKinds(columns, ['operator']);
  const ids = new NumberIndex(detailOfRows(columns, 'external-id', rows));
  const ofWork = detailOfRows(columns, 'external-id', work.row);
  return (place) => {
    const id = ofWork[place] as number;
    let shortest = -1;
    if (!(id > 0)) return shortest;
    for (let at = ids.lastOf(id); at >= 0; at = ids.before(at)) {
      const row = rows[at] as number;
      if (shortest < 0 || length(columns, row) < length(columns, shortest)) shortest = row;
    }
    return shortest;
  };
}

const length = (columns: TraceColumns, row: number): number =>
  endOfRow(columns, row) - (columns.startNs[row] as number);
