import type { CoreEvent } from '../../contract/api.ts';
import type { BenchRequest, Run, RunProgress, RunStatus } from '../../contract/run.ts';
import type { Core } from '../../core/index.ts';

/** Runs a benchmark to its end, however it ends; a wish to stop keeps what was measured. */
export async function followRun(
  core: Core,
  request: BenchRequest,
  stopAsked: Promise<unknown>,
  onProgress: (progress: RunProgress) => void,
): Promise<Run> {
  const heard: CoreEvent[] = [];
  let hear = (event: CoreEvent): void => void heard.push(event);
  const unsubscribe = core.subscribe((event) => hear(event));
  try {
    const { id } = await core.api.startBench(request);
    return await new Promise<Run>((resolve, reject) => {
      const look = async (): Promise<void> => {
        const run = await core.api.getRun(id);
        if (isOver(run.status)) resolve(run);
      };
      hear = (event) => {
        if (event.type === 'run-progress' && event.progress.runId === id) onProgress(event.progress);
        if (mayEnd(event, id)) look().catch(reject);
      };
      // What came before the run's number was known here.
      heard.forEach(hear);
      look().catch(reject);
      // A run that ended just then cannot be stopped any more, and that is well.
      stopAsked
        .then(() => core.api.stopRun(id))
        .catch((error: unknown) => look().then(() => reject(error), reject));
    });
  } finally {
    unsubscribe();
  }
}

function mayEnd(event: CoreEvent, runId: string): boolean {
  if (event.type === 'run-progress') return event.progress.runId === runId && isOver(event.progress.status);
  return event.type === 'runs-changed' && (event.runIds === 'unknown' || event.runIds.includes(runId));
}

function isOver(status: RunStatus): boolean {
  return status !== 'queued' && status !== 'running';
}
