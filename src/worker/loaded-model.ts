import { basename } from 'node:path';
import type { InferenceSession } from 'onnxruntime-node';
import { DynoError } from '../contract/errors.ts';
import type { WorkerJob } from '../contract/worker-api.ts';
import { makeFeeds } from './feeds.ts';
import { runLoop } from './measured-loop.ts';
import { runFailed } from './runtime-error.ts';
import { loadRuntime, type Runtime } from './runtime.ts';
import { SampleLog } from './sample-log.ts';
import { createSession } from './session.ts';
import type { Task } from './task.ts';

export interface LoadedModel {
  readonly runtime: Runtime;
  readonly session: InferenceSession;
  readonly feeds: InferenceSession.FeedsType;
}

/** Runtime, inputs and session; null where the user stopped before the model was loaded. */
export async function loadModel({
  job,
  phases,
  resources,
  stop,
}: Task): Promise<LoadedModel | { readonly runtime: Runtime; readonly session: null }> {
  phases.enter('preparing');
  const runtime = await loadRuntime();
  const feeds = makeFeeds(runtime, job);
  if (stop.asked) return { runtime, session: null };
  resources.idle(null);
  phases.enter('loading');
  const loading = performance.now();
  const session = await createSession(runtime, job.modelPath, job, basename(job.modelPath));
  const loadMs = performance.now() - loading;
  resources.loaded();
  phases.enter('first-run', { loadMs });
  return { runtime, session, feeds };
}

/** The first run and the warm-up; false where the user stopped on the way. */
export async function makeReady({ session, feeds }: LoadedModel, task: Task): Promise<boolean> {
  const { job, events, stop, phases, resources } = task;
  if (stop.asked) return false;
  const first = performance.now();
  const outputs = await session.run(feeds);
  const firstRunMs = performance.now() - first;
  resources.ranFirst();
  checkOutputs(session, outputs, job);

  phases.enter('warm-up', { firstRunMs });
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
  if (stop.asked) return false;
  resources.warm();
  phases.enter('measuring', { warmupMs });
  return true;
}

/** What the runtime throws in the middle of a run, in words. */
export async function guarded<T>(job: WorkerJob, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw thrown instanceof DynoError ? thrown : runFailed(thrown, basename(job.modelPath));
  }
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
