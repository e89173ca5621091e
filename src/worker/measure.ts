import { basename } from 'node:path';
import type { InferenceSession } from 'onnxruntime-node';
import { DynoError } from '../contract/errors.ts';
import type { RunPhase, RunPhases } from '../contract/run.ts';
import type { WorkerEvents, WorkerJob, WorkerResult } from '../contract/worker-api.ts';
import { condenseRun } from '../core/analysis/condense.ts';
import { makeFeeds } from './feeds.ts';
import { MOST_SAMPLES, runLoop, type StopSwitch } from './measured-loop.ts';
import { runFailed } from './runtime-error.ts';
import { loadRuntime, type Runtime } from './runtime.ts';
import { SampleLog } from './sample-log.ts';
import { createSession, runsWholly } from './session.ts';

/** One measurement from the model's file to its result; what it learns on the way, it tells at once. */
export async function measure(job: WorkerJob, events: WorkerEvents, stop: StopSwitch): Promise<WorkerResult> {
  let phases: RunPhases = { loadMs: null, firstRunMs: null, warmupMs: null, measuredMs: null };
  const enter = (phase: RunPhase, known: Partial<RunPhases> = {}): void => {
    phases = { ...phases, ...known };
    events.onPhase(phase, phases);
  };

  enter('preparing');
  const runtime = await loadRuntime();
  const feeds = makeFeeds(runtime, job);
  const log = new SampleLog();
  let stopped = stop.asked;
  if (!stop.asked) {
    enter('loading');
    const loading = performance.now();
    const session = await createSession(runtime, job.modelPath, job, basename(job.modelPath));
    enter('first-run', { loadMs: performance.now() - loading });
    try {
      await runPhases(session, feeds, job, events, stop, log, enter);
      stopped = stop.asked && (job.iterations === null || log.count < job.iterations);
    } catch (thrown) {
      throw thrown instanceof DynoError ? thrown : runFailed(thrown, basename(job.modelPath));
    } finally {
      await session.release();
    }
    if (log.count === MOST_SAMPLES) events.onWarning(tooManySamples(job));
    await warnOfFallback(runtime, job, events);
  }
  enter('storing');
  return resultOf(runtime, phases, log, stopped);
}

async function runPhases(
  session: InferenceSession,
  feeds: InferenceSession.FeedsType,
  job: WorkerJob,
  events: WorkerEvents,
  stop: StopSwitch,
  log: SampleLog,
  enter: (phase: RunPhase, known?: Partial<RunPhases>) => void,
): Promise<void> {
  if (stop.asked) return;
  const first = performance.now();
  const outputs = await session.run(feeds);
  const firstRunMs = performance.now() - first;
  checkOutputs(session, outputs, job);

  enter('warm-up', { firstRunMs });
  let warmed = 0;
  const warmupMs = await runLoop(
    session,
    feeds,
    new SampleLog(),
    { iterations: job.warmup, durationMs: job.durationMs },
    stop,
    (batch) => {
      warmed += batch.latenciesMs.length;
      events.onWarmup(warmed);
    },
  );
  if (stop.asked) return;

  enter('measuring', { warmupMs });
  const measuredMs = await runLoop(session, feeds, log, job, stop, (batch) => events.onSamples(batch));
  enter('measuring', { measuredMs });
}

/** A run whose outputs cannot be had measures nothing that anybody could use. */
function checkOutputs(
  session: InferenceSession,
  outputs: InferenceSession.OnnxValueMapType,
  job: WorkerJob,
): void {
  for (const name of session.outputNames) {
    const output = outputs[name] as { readonly data?: { readonly length: number } } | undefined;
    if (output?.data !== undefined) continue;
    throw new DynoError({
      code: 'RUN_FAILED',
      message: `The first run gave no value for the output ${name}.`,
      subject: basename(job.modelPath),
      nextStep: 'Check the model with the tool that wrote it: each output must be a tensor.',
    });
  }
}

function resultOf(runtime: Runtime, phases: RunPhases, log: SampleLog, stopped: boolean): WorkerResult {
  const onnxRuntime = runtime.env.versions.node ?? 'unknown';
  if (log.count === 0) return { stopped, phases, latencyMs: null, spark: [], series: null, onnxRuntime };
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
