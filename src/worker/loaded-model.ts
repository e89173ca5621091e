import { basename } from 'node:path';
import { DynoError } from '../contract/errors.ts';
import type { OutputSummary } from '../contract/outputs.ts';
import type { WarmupReport } from '../contract/signals.ts';
import type { WorkerJob } from '../contract/worker-api.ts';
import { ColdCache } from './cold-cache.ts';
import { makeFeeds } from './feeds.ts';
import type { LoopTarget } from './measured-loop.ts';
import { runFailed } from './runtime-error.ts';
import { loadRuntime, type Runtime } from './runtime.ts';
import { createSession } from './session.ts';
import { notANumberWarning, summarizeOutputs } from './summarize-outputs.ts';
import type { Task } from './task.ts';
import { warmUp } from './warm-up.ts';

export interface LoadedModel extends LoopTarget {
  readonly runtime: Runtime;
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
  const coldCache = job.coldCache ? new ColdCache() : null;
  resources.idle(coldCache?.bytes ?? null);
  phases.enter('loading');
  const loading = performance.now();
  const session = await createSession(runtime, job.modelPath, job, basename(job.modelPath));
  const loadMs = performance.now() - loading;
  resources.loaded();
  phases.enter('first-run', { loadMs });
  return { runtime, session, feeds, coldCache };
}

export interface Readiness {
  readonly outputs: readonly OutputSummary[];
  readonly warmup: WarmupReport;
}

/** The first run and the warm-up; null where the user stopped on the way. */
export async function makeReady(model: LoadedModel, task: Task): Promise<Readiness | null> {
  const { stop, phases, resources } = task;
  if (stop.asked) return null;
  const outputs = await runFirst(model, task);
  const warmup = await warmUp(model, task);
  if (warmup === null) return null;
  resources.warm();
  phases.enter('measuring', { warmupMs: warmup.durationMs });
  return { outputs, warmup };
}

/** Apart from what follows, so that its outputs are not kept in memory beside those of the runs that are measured. */
async function runFirst(
  { session, feeds }: LoadedModel,
  { job, events, phases, resources }: Task,
): Promise<readonly OutputSummary[]> {
  const began = performance.now();
  const values = await session.run(feeds);
  const firstRunMs = performance.now() - began;
  resources.ranFirst();
  const outputs = summarizeOutputs(session.outputNames, values, job.modelPath);
  const warning = notANumberWarning(outputs, job.modelPath);
  if (warning !== null) events.onWarning(warning);
  phases.enter('warm-up', { firstRunMs });
  return outputs;
}

/** What the runtime throws in the middle of a run, in words. */
export async function guarded<T>(job: WorkerJob, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw thrown instanceof DynoError ? thrown : runFailed(thrown, basename(job.modelPath));
  }
}
