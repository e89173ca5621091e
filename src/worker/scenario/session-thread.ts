import type { MessagePort } from 'node:worker_threads';
import { basename } from 'node:path';
import { asDynoError, DynoError, type ErrorDetails } from '../../contract/errors.ts';
import type { ScenarioConfig } from '../../contract/scenario.ts';
import type { Milliseconds } from '../../contract/units.ts';
import type { WorkerJob } from '../../contract/worker-api.ts';
import { runFailed } from '../runtime-error.ts';
import { loadRuntime } from '../runtime.ts';
import { createSession } from '../session.ts';
import { joinedDifference } from './joined-difference.ts';
import { Mailbox } from './mailbox.ts';
import { QueryPool } from './query-pool.ts';
import { runBatch } from './run-batch.ts';
import { sharedClock } from './shared-clock.ts';

/** What a session's thread is started with. */
export interface SessionTask {
  readonly role: 'session';
  readonly job: WorkerJob;
  readonly scenario: ScenarioConfig;
  readonly mailbox: SharedArrayBuffer;
  readonly bell: SharedArrayBuffer;
  /** One of them compares what queries give alone and joined. */
  readonly checksJoining: boolean;
}

export type SessionWord =
  | { readonly kind: 'loaded'; readonly loadMs: Milliseconds; readonly onnxRuntime: string }
  | { readonly kind: 'ready'; readonly firstRunMs: Milliseconds; readonly joinedDifference: number | null }
  | { readonly kind: 'failed'; readonly error: ErrorDetails };

export function isSessionTask(data: unknown): data is SessionTask {
  return typeof data === 'object' && data !== null && 'role' in data && data.role === 'session';
}

/**
 * One session on a thread of its own: two in one thread run one after the other. It sleeps in the kernel until there
 * is a batch, and leaves by itself when there will be none: a thread that is ended in the middle of a run takes the
 * process with it.
 */
export async function serveSession(task: SessionTask, port: MessagePort): Promise<void> {
  const tell = (word: SessionWord): void => port.postMessage(word);
  try {
    await answerQueries(task, tell);
  } catch (thrown) {
    const subject = basename(task.job.modelPath);
    const error = thrown instanceof DynoError ? thrown : runFailed(thrown, subject);
    tell({ kind: 'failed', error: asDynoError(error, subject).details() });
  } finally {
    port.close();
  }
}

async function answerQueries(task: SessionTask, tell: (word: SessionWord) => void): Promise<void> {
  const { job, scenario } = task;
  const runtime = await loadRuntime();
  const pool = new QueryPool(runtime, job, scenario);
  const mailbox = new Mailbox(task.mailbox, task.bell);
  const now = sharedClock();
  const loading = performance.now();
  const session = await createSession(runtime, job.modelPath, job, basename(job.modelPath));
  tell({
    kind: 'loaded',
    loadMs: performance.now() - loading,
    onnxRuntime: runtime.env.versions.node ?? 'unknown',
  });
  try {
    const first = await runBatch(session, pool, { first: 0, count: 1 });
    // Each size once: the runtime plans its memory for every shape that it has not seen.
    for (let count = 2; count < scenario.maxBatch; count *= 2)
      await runBatch(session, pool, { first: 0, count });
    if (scenario.maxBatch > 1) await runBatch(session, pool, { first: 0, count: scenario.maxBatch });
    const difference = task.checksJoining
      ? await joinedDifference(scenario, (batch) => runBatch(session, pool, batch))
      : null;
    tell({ kind: 'ready', firstRunMs: first.serviceMs, joinedDifference: difference });
    for (let batch = mailbox.awaitBatch(); batch !== null; batch = mailbox.awaitBatch()) {
      const { serviceMs } = await runBatch(session, pool, batch);
      mailbox.answer(serviceMs, now());
    }
  } finally {
    await session.release();
  }
}
