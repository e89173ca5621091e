import type { TimeRange } from '../../../contract/span-source.ts';
import type { CriticalPath, StepSplit, TraceReport } from '../../../contract/trace-report.ts';
import type { TraceWarning } from '../../../contract/trace.ts';
import { annotationTotals } from './annotation-totals.ts';
import { collectiveTotals } from './collective-totals.ts';
import { copyTotals } from './copy-totals.ts';
import { criticalPath } from './critical-path.ts';
import { deviceRanges, deviceUse } from './device-use.ts';
import { traceFindings } from './findings/index.ts';
import type { Analysed } from './findings/types.ts';
import { gpuWorkOf, type GpuWork } from './gpu-work.ts';
import { kernelTotals } from './kernel-totals.ts';
import { launchedWork } from './launched-work.ts';
import { launchStatistics } from './launch-statistics.ts';
import { operatorTotals } from './operator-totals.ts';
import { queueLengths } from './queue-length.ts';
import { restrictColumns } from './restrict.ts';
import { meanSplit, stepSplits } from './step-split.ts';
import { rowsOfKinds } from './rows-in-time.ts';
import { stepsOf, type Step } from './steps.ts';
import { workOrder } from './step-work.ts';
import { idleOf } from './stream-idle.ts';
import { synchronisationsOf } from './synchronisations.ts';
import { lengthOf, lengthWithin, unionOf } from './time-ranges.ts';
import type { TraceColumns } from './trace-columns.ts';

/** A report is read by people and travels as one message: what is beyond these is said to be left out. */
const MOST_ENTRIES = 5000;
const MOST_PATHS = 50;

/** What a trace says, of the whole or of a stretch (microseconds from the first start). */
export function traceReport(trace: TraceColumns, range: TimeRange | null): TraceReport {
  const { info } = trace;
  const originNs = info.fromNs;
  if (info.unit !== 'ns' || trace.rowCount === 0) return withoutTime(trace);
  const fromNs = originNs + Math.max(0, range?.fromUs ?? 0) * 1000;
  const toNs = Math.min(info.toNs, range === null ? info.toNs : originNs + range.toUs * 1000);
  const restricted = range === null ? null : restrictColumns(trace, fromNs, Math.max(fromNs, toNs));
  const columns = restricted?.columns ?? trace;
  const rowInTrace = (row: number): number => restricted?.oldRow[row] ?? row;
  const warnings = [...info.warnings];
  const work = gpuWorkOf(columns);
  const { steps, warnings: ofSteps } = stepsOf(columns, work, range !== null);
  warnings.push(...ofSteps);
  const ranges = deviceRanges(work);
  const idle = idleOf(columns, work, originNs);
  const launched = launchedWork(columns, work);
  const operators = operatorTotals(columns, launched);
  const splits = stepSplits(columns, work, steps, originNs);
  const paths = pathsOf(columns, work, steps, originNs, rowInTrace);
  const window = windowOf(steps);
  const kernels = kernelTotals(columns, work);
  const spanUs = Math.max(0, toNs - fromNs) / 1000;
  const busy = unionOf(work.inTime, work.startNs, work.endNs);
  const busyUs = lengthOf(busy) / 1000;
  if (work.count === 0 && !warnings.some(({ kind }) => kind === 'no-gpu')) warnings.push(NO_GPU);
  const most = <Entry>(entries: readonly Entry[], what: string): readonly Entry[] => {
    if (entries.length <= MOST_ENTRIES) return entries;
    warnings.push(limited(what, entries.length));
    return entries.slice(0, MOST_ENTRIES);
  };
  const report = {
    spanUs,
    busyUs,
    idleUs: Math.max(0, spanUs - busyUs),
    hasGpu: work.count > 0,
    steps: splits,
    meanStep: meanSplit(splits),
    devices: deviceUse(columns, work, ranges, window, originNs),
    kernels: most(kernels, 'kernels'),
    kernelCount: kernels.reduce((sum, { count }) => sum + count, 0),
    kernelUs: kernels.reduce((sum, { totalUs }) => sum + totalUs, 0),
    operators: most(operators.totals, 'operators'),
    streams: idle.streams,
    gaps: idle.gaps,
    launches: launchStatistics(columns, work),
    queues: queueLengths(columns, work, originNs),
    copies: most(copyTotals(columns, work), 'copies'),
    collectives: most(collectiveTotals(columns, work, ranges, originNs), 'collectives'),
    criticalPath: paths.typical,
    stepPaths: paths.all.map(({ step, durationUs, parts }) => ({ step, durationUs, parts })),
    annotations: most(annotationTotals(columns, launched), 'annotations'),
    warnings,
  };
  const analysed: Analysed = {
    report,
    wholeUs: splits.reduce((sum, { durationUs }) => sum + durationUs, 0),
    busyUs: steps.reduce((sum, step) => sum + lengthWithin(busy, step.fromNs, step.toNs), 0) / 1000,
    hostWaits: {
      fromUs: idle.hostWaitFromNs.map((ns) => (ns - originNs) / 1000),
      toUs: idle.hostWaitToNs.map((ns) => (ns - originNs) / 1000),
    },
    ...synchronisationsOf(columns, steps, originNs),
    steps: steps.length,
    tensorCoreWorkUs: operators.tensorCoreWorkNs / 1000,
    computeCapability: capabilityOf(trace, work),
  };
  return { ...report, findings: traceFindings(analysed) };
}

function pathsOf(
  columns: TraceColumns,
  work: GpuWork,
  steps: readonly Step[],
  originNs: number,
  rowInTrace: (row: number) => number,
): { readonly typical: CriticalPath | null; readonly all: readonly CriticalPath[] } {
  // A profile of functions alone has nothing that a path could lead through.
  if (work.count === 0 && rowsOfKinds(columns, ['operator']).length === 0) return { typical: null, all: [] };
  const order = workOrder(work);
  const all = steps
    .slice(0, MOST_PATHS)
    .map((step) => criticalPath(columns, work, order, step, originNs, rowInTrace));
  const byLength = [...all].sort((a, b) => a.durationUs - b.durationUs);
  return { typical: byLength[Math.floor((byLength.length - 1) / 2)] ?? null, all };
}

function windowOf(steps: readonly Step[]): { readonly fromNs: number; readonly toNs: number } | null {
  const first = steps[0];
  const last = steps.at(-1);
  return first === undefined || last === undefined ? null : { fromNs: first.fromNs, toNs: last.toNs };
}

/** Of the device with the most work, "7.0" as 7. */
function capabilityOf({ info }: TraceColumns, { streams }: GpuWork): number | null {
  const [busiest] = [...streams].sort((a, b) => b.places.length - a.places.length);
  const told = info.devices.find(({ id }) => id === busiest?.device)?.computeCapability ?? null;
  const capability = Number.parseFloat(told ?? '');
  return Number.isFinite(capability) ? capability : null;
}

const NO_GPU: TraceWarning = {
  kind: 'no-gpu',
  text: 'No work of a GPU in it: what is said of devices, launches and copies is empty.',
  count: 1,
  atByte: null,
};

function limited(what: string, count: number): TraceWarning {
  return {
    kind: 'limits',
    text: `${count} different ${what}: the first ${MOST_ENTRIES} by time are listed.`,
    count,
    atByte: null,
  };
}

/** Samples, bytes and events have no place on a clock: nothing of this can be said of them. */
function withoutTime({ info }: TraceColumns): TraceReport {
  const none: Omit<TraceReport, 'warnings'> = {
    ...{ spanUs: 0, busyUs: 0, idleUs: 0, hasGpu: false, steps: NO_STEPS, meanStep: null },
    ...{ devices: [], kernels: [], kernelCount: 0, kernelUs: 0, operators: [], streams: [], gaps: [] },
    ...{ launches: null, queues: [], copies: [], collectives: [], criticalPath: null, stepPaths: [] },
    ...{ annotations: [], findings: [] },
  };
  if (info.unit === 'ns') return { ...none, warnings: info.warnings };
  const text = `Its lengths are ${info.unit}, not time: what is said of time is empty.`;
  return { ...none, warnings: [...info.warnings, { kind: 'without-time', text, count: 1, atByte: null }] };
}

const NO_STEPS: readonly StepSplit[] = [];
