import { basename } from 'node:path';
import { kernelNow } from '../child/kernel-clock.ts';
import type { Bytes } from '../contract/units.ts';
import type { WorkerEvents, WorkerJob, WorkerResult } from '../contract/worker-api.ts';
import { condenseRun } from '../core/analysis/condense.ts';
import { PrecisionRule } from '../core/analysis/precision-rule.ts';
import { stopRuleOf } from '../core/analysis/stop-rule.ts';
import { measureGeneration } from './generate/measure-generation.ts';
import { guarded, loadModel, makeReady, type LoadedModel, type Readiness } from './loaded-model.ts';
import { MOST_SAMPLES, runLoop, type StopSwitch } from './measured-loop.ts';
import { profilePass } from './profile/profile-pass.ts';
import { residentGrowth } from './profile/resident-growth.ts';
import type { Runtime } from './runtime.ts';
import { SampleLog } from './sample-log.ts';
import { measureScenario } from './scenario/measure-scenario.ts';
import type { StartThread } from './scenario/session-bank.ts';
import { runsWholly } from './session.ts';
import { createTask, type Task } from './task.ts';

interface Measured extends Readiness {
  readonly isPrecise: boolean;
}

/** One measurement from the model's file to its result; what it learns on the way, it tells at once. */
export async function measure(
  job: WorkerJob,
  events: WorkerEvents,
  stop: StopSwitch,
  startThread: StartThread,
): Promise<WorkerResult> {
  const task = createTask(job, events, stop);
  if (job.scenario !== null) return measureScenario(task, job.scenario, startThread);
  if (job.generation !== null) return measureGeneration(task, job.generation);
  const log = new SampleLog();
  const loaded = await loadModel(task);
  const { runtime } = loaded;
  if (loaded.session === null) {
    task.phases.enter('storing');
    return resultOf(runtime, task, null, log);
  }
  let result: WorkerResult;
  let residentBytes: readonly Bytes[] | null = null;
  try {
    const measured = await guarded(job, () => measureLoaded(loaded, task, log));
    result = resultOf(runtime, task, measured, log);
    if (isProfiled(task, result)) residentBytes = await beginProfiling(task, loaded, result);
  } finally {
    await loaded.session.release();
  }
  if (log.count === MOST_SAMPLES) events.onWarning(tooManySamples(job));
  await warnOfFallback(runtime, job, events);
  const profile =
    residentBytes && (await profilePass(task, { result, runtime, values: loaded, residentBytes }));
  task.phases.enter('storing');
  return { ...result, profile };
}

function isProfiled({ job, stop }: Task, { latencyMs }: WorkerResult): boolean {
  return job.profile !== null && job.profileFolder !== null && latencyMs !== null && !stop.asked;
}

/** Whatever becomes of the profiled pass, the host has all of the clean one from here on. */
async function beginProfiling(
  task: Task,
  model: LoadedModel,
  result: WorkerResult,
): Promise<readonly Bytes[]> {
  task.events.onMeasured(result);
  task.phases.enter('profiling');
  return residentGrowth(model, task.stop);
}

async function measureLoaded(model: LoadedModel, task: Task, log: SampleLog): Promise<Measured | null> {
  const { job, events, stop, phases, resources } = task;
  const ready = await makeReady(model, task);
  if (ready === null) return null;
  resources.beginMeasuring();
  events.onMeasuring(kernelNow());
  const precision = job.precision === null ? null : new PrecisionRule(job.precision);
  const measuredMs = await runLoop(model, log, job, {
    stop,
    handOver: (batch) => events.onSamples(batch),
    enough: () => precision !== null && precision.look(log.count, () => log.latencies()),
  });
  resources.endMeasuring();
  phases.enter('measuring', { measuredMs });
  return { ...ready, isPrecise: precision?.isPrecise ?? false };
}

function resultOf(
  runtime: Runtime,
  { job, stop, phases, resources }: Task,
  measured: Measured | null,
  log: SampleLog,
): WorkerResult {
  const isPrecise = measured?.isPrecise ?? false;
  const end = { count: log.count, stopAsked: stop.asked, isPrecise, most: MOST_SAMPLES };
  const endedBy = stopRuleOf(job, end);
  const common = {
    stopped: stop.asked && endedBy !== 'iterations' && endedBy !== 'precision',
    phases: phases.phases,
    resources: resources.resources,
    outputs: measured?.outputs ?? null,
    scenario: null,
    generation: null,
    profile: null,
    onnxRuntime: runtime.env.versions.node ?? 'unknown',
  };
  const { endsMs, latenciesMs } = log.all();
  const { signals, ...condensed } = condenseRun(endsMs, latenciesMs);
  return {
    ...common,
    ...condensed,
    signals: measured && { ...signals, warmup: measured.warmup, endedBy },
  };
}

async function warnOfFallback(runtime: Runtime, job: WorkerJob, events: WorkerEvents): Promise<void> {
  if (job.provider === 'cpu' || (await runsWholly(runtime, job.modelPath, job))) return;
  events.onWarning({
    code: 'PROVIDER_UNAVAILABLE',
    message: `Some operators of this model have no kernel for ${job.provider}: they ran on the CPU, and are in the times.`,
    subject: basename(job.modelPath),
    nextStep: 'Compare with --provider cpu before you call this the speed of the GPU.',
  });
}

function tooManySamples(job: WorkerJob): Parameters<WorkerEvents['onWarning']>[0] {
  return {
    code: 'RUN_FAILED',
    message: `The measurement ended at ${MOST_SAMPLES} iterations, the most that one run keeps, before its time was up.`,
    subject: basename(job.modelPath),
    nextStep: 'Measure in several shorter runs.',
  };
}
