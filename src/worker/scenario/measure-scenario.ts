import { basename } from 'node:path';
import { kernelNow } from '../../child/kernel-clock.ts';
import type { ScenarioConfig } from '../../contract/scenario.ts';
import { formatPercent } from '../../contract/units.ts';
import type { WorkerResult } from '../../contract/worker-api.ts';
import { condenseRun } from '../../core/analysis/condense.ts';
import {
  needsCapacity,
  planPoints,
  saturating,
  sessionsNeeded,
  type PointPlan,
} from '../../core/analysis/scenario/plan-points.ts';
import type { PointLog } from '../../core/analysis/scenario/point-log.ts';
import { readSweep } from '../../core/analysis/scenario/read-sweep.ts';
import type { Task } from '../task.ts';
import { measurePoint, type MeasuredPoint } from './measure-point.ts';
import { SampleStream } from './sample-stream.ts';
import { SessionBank, type StartThread } from './session-bank.ts';

/** For a user's own count of warm-up queries, which ends before. */
const LONGEST_WARMUP_MS = 60_000;
/** How long the sessions are kept busy to see what they can take. */
const CAPACITY_MS = 1000;
/** Rounding in another order of summation; more than that is another answer. */
const SAME_ANSWER = 0.01;

interface Measured {
  readonly points: readonly MeasuredPoint[];
  readonly capacityPerSecond: number | null;
  readonly joinedDifference: number | null;
  readonly onnxRuntime: string;
}

/** A scenario from the model's file to its result: sessions, warm-up, and one point after the other. */
export async function measureScenario(
  task: Task,
  scenario: ScenarioConfig,
  startThread: StartThread,
): Promise<WorkerResult> {
  const bank = new SessionBank(startThread, task.job, scenario);
  try {
    const measured = await measureWith(bank, task, scenario);
    warnOfMixing(measured, task);
    return resultOf(task, scenario, measured);
  } finally {
    await bank.close();
    task.phases.enter('storing');
  }
}

async function measureWith(bank: SessionBank, task: Task, scenario: ScenarioConfig): Promise<Measured> {
  const { job, events, phases, resources, stop } = task;
  const sessions = sessionsNeeded(scenario);
  phases.enter('preparing');
  resources.idle(null);
  phases.enter('loading');
  const { loadMs, onnxRuntime } = await bank.open(sessions);
  resources.loaded();
  phases.enter('first-run', { loadMs });
  const { firstRunMs, joinedDifference } = await bank.ready();
  resources.ranFirst();
  phases.enter('warm-up', { firstRunMs });

  let warmed = 0;
  const measure = (
    plan: PointPlan,
    queries: number | null,
    onTurn: (log: PointLog) => void,
  ): Promise<MeasuredPoint> =>
    measurePoint(bank, scenario, plan, {
      seed: job.seed,
      queries,
      stopAsked: () => stop.asked,
      onTurn,
    });
  const busy = async (count: number, durationMs: number, queries: number | null = null): Promise<number> => {
    const before = warmed;
    const { point } = await measure(saturating(scenario, count, durationMs), queries, (log) => {
      warmed = before + log.latenciesMs.length;
      events.onWarmup(warmed);
    });
    return point.queriesPerSecond;
  };
  const warming = performance.now();
  if (job.warmupCap !== null) await busy(sessions, Math.min(job.warmupCap.durationMs, scenario.durationMs));
  else if (job.warmup > 0) await busy(sessions, LONGEST_WARMUP_MS, job.warmup);
  const capacityPerSecond = needsCapacity(scenario)
    ? await busy(sessions, Math.min(CAPACITY_MS, scenario.durationMs))
    : null;
  resources.warm();
  phases.enter('measuring', { warmupMs: performance.now() - warming });

  const stream = new SampleStream((batch) => events.onSamples(batch));
  const points: MeasuredPoint[] = [];
  const measuring = performance.now();
  resources.beginMeasuring();
  events.onMeasuring(kernelNow());
  for (const plan of planPoints(scenario, capacityPerSecond ?? 0)) {
    if (stop.asked) break;
    const queries =
      scenario.kind === 'offline' && job.iterations === null
        ? await offlineQueries(plan, (durationMs) => busy(plan.sessions, durationMs))
        : job.iterations;
    const measured = await measure(plan, queries, (log) => stream.handOver(log));
    // A point that was stopped is what it had: shorter, and no worse for it.
    if (measured.point.completed > 0) points.push(measured);
  }
  resources.endMeasuring();
  phases.enter('measuring', { measuredMs: performance.now() - measuring });
  return { points, capacityPerSecond, joinedDifference, onnxRuntime };
}

/** All at once, and so many that they take about the point's time. */
async function offlineQueries(
  { durationMs }: PointPlan,
  capacityOver: (durationMs: number) => Promise<number>,
): Promise<number> {
  const perSecond = await capacityOver(Math.min(CAPACITY_MS / 2, durationMs));
  return Math.max(1, Math.round((perSecond * durationMs) / 1000));
}

function resultOf(
  { phases, resources, stop }: Task,
  { kind }: ScenarioConfig,
  { points, capacityPerSecond, joinedDifference, onnxRuntime }: Measured,
): WorkerResult {
  const common = {
    stopped: stop.asked,
    phases: phases.phases,
    resources: resources.resources,
    signals: null,
    outputs: null,
    generation: null,
    profile: null,
    onnxRuntime,
  };
  const scored = points.map(({ point }) => point);
  const reading = readSweep(kind, scored);
  const shown = points[reading.shown]?.log;
  if (shown === undefined) return { ...common, latencyMs: null, spark: [], series: null, scenario: null };
  const { latencyMs, spark, series } = condenseRun(shown.answeredAtMs.slice(), shown.latenciesMs.slice());
  return {
    ...common,
    latencyMs,
    spark,
    series,
    scenario: { kind, points: scored, ...reading, capacityPerSecond, joinedDifference },
  };
}

function warnOfMixing({ joinedDifference }: Measured, { job, events }: Task): void {
  if (joinedDifference === null || joinedDifference <= SAME_ANSWER) return;
  events.onWarning({
    code: 'RUN_FAILED',
    message: `Queries that were joined gave other outputs than alone: up to ${formatPercent(joinedDifference * 100)} of an output’s largest value.`,
    subject: basename(job.modelPath),
    nextStep: 'Use --max-batch 1, or a model that masks its padding and keeps the rows of a batch apart.',
  });
}
