import type { TraceFinding } from '../../../../contract/trace-report.ts';
import { dataLoaderWait } from './data-loader-wait.ts';
import { exposedCommunication } from './exposed-communication.ts';
import { gpuMostlyIdle } from './gpu-mostly-idle.ts';
import { launchBound } from './launch-bound.ts';
import { lowOccupancy } from './low-occupancy.ts';
import { pageableCopies } from './pageable-copies.ts';
import { syncInHotPath } from './sync-in-hot-path.ts';
import { tensorCoresUnused } from './tensor-cores-unused.ts';
import type { Analysed, Detector, Found } from './types.ts';

const DETECTORS: readonly Detector[] = [
  dataLoaderWait,
  syncInHotPath,
  lowOccupancy,
  launchBound,
  exposedCommunication,
  pageableCopies,
  gpuMostlyIdle,
  tensorCoresUnused,
];

/** Of the steps' time. */
const CRITICAL_SHARE = 0.25;
const WARNING_SHARE = 0.05;
const ORDER: readonly TraceFinding['severity'][] = ['critical', 'warning', 'info'];

/** What a trace shows, with the numbers: the severest first, and of those the dearest. */
export function traceFindings(trace: Analysed): readonly TraceFinding[] {
  return DETECTORS.flatMap(({ kind, find }) => {
    const found = find(trace);
    return found === null ? [] : [finish(found, kind, trace.wholeUs)];
  }).sort(
    (a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) || (b.costUs ?? 0) - (a.costUs ?? 0),
  );
}

function finish(found: Found, kind: TraceFinding['kind'], wholeUs: number): TraceFinding {
  const costUs = found.costUs === null ? null : Math.min(found.costUs, wholeUs);
  const share = (costUs ?? 0) / wholeUs;
  const byCost = share >= CRITICAL_SHARE ? 'critical' : share >= WARNING_SHARE ? 'warning' : 'info';
  return { ...found, kind, costUs, severity: found.severity ?? byCost };
}
