import { basename } from 'node:path';
import type { RunPhases } from '../contract/run.ts';
import type { WorkerEvents, WorkerJob, WorkerResult } from '../contract/worker-api.ts';
import { condenseRun } from '../core/analysis/condense.ts';
import { guarded, loadModel, makeReady, PhaseLog, type LoadedModel } from './loaded-model.ts';
import { MOST_SAMPLES, runLoop, type StopSwitch } from './measured-loop.ts';
import type { Runtime } from './runtime.ts';
import { SampleLog } from './sample-log.ts';
import { runsWholly } from './session.ts';

/** One measurement from the model's file to its result; what it learns on the way, it tells at once. */
export async function measure(job: WorkerJob, events: WorkerEvents, stop: StopSwitch): Promise<WorkerResult> {
  const phases = new PhaseLog(events);
  const log = new SampleLog();
  const loaded = await loadModel(job, phases, stop);
  const { runtime } = loaded;
  if (loaded.session !== null) {
    try {
      await guarded(job, () => measureLoaded(loaded, job, phases, events, stop, log));
    } finally {
      await loaded.session.release();
    }
    if (log.count === MOST_SAMPLES) events.onWarning(tooManySamples(job));
    await warnOfFallback(runtime, job, events);
  }
  phases.enter('storing');
  const stopped = stop.asked && (job.iterations === null || log.count < job.iterations);
  return resultOf(runtime, phases.phases, log, stopped);
}

async function measureLoaded(
  model: LoadedModel,
  job: WorkerJob,
  phases: PhaseLog,
  events: WorkerEvents,
  stop: StopSwitch,
  log: SampleLog,
): Promise<void> {
  if (!(await makeReady(model, job, phases, events, stop))) return;
  const measuredMs = await runLoop(model.session, model.feeds, log, job, stop, (batch) =>
    events.onSamples(batch),
  );
  phases.enter('measuring', { measuredMs });
}

function resultOf(runtime: Runtime, phases: RunPhases, log: SampleLog, stopped: boolean): WorkerResult {
  const onnxRuntime = runtime.env.versions.node ?? 'unknown';
  const unmeasured = {
    signals: null,
    resources: null,
    outputs: null,
    scenario: null,
    generation: null,
    timerStepMs: null,
  };
  if (log.count === 0)
    return { stopped, phases, latencyMs: null, spark: [], series: null, onnxRuntime, ...unmeasured };
  const { endsMs, latenciesMs } = log.all();
  const condensed = condenseRun(endsMs, latenciesMs);
  return {
    stopped,
    phases,
    latencyMs: condensed.latencyMs,
    spark: condensed.spark,
    series: {
      atSeconds: condensed.atSeconds,
      latencyMs: condensed.latencySeriesMs,
      quantileLevels: condensed.quantileLevels,
      quantilesMs: condensed.quantilesMs,
    },
    onnxRuntime,
    ...unmeasured,
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
