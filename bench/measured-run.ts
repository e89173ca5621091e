import type { BenchRequest, Run } from '../src/contract/run.ts';
import type { Core } from '../src/core/index.ts';

/** Starts it and waits for its end. */
export async function measured(core: Core, request: BenchRequest): Promise<Run> {
  let look = (): void => undefined;
  const unsubscribe = core.subscribe(() => look());
  try {
    const { id } = await core.api.startBench(request);
    const run = await new Promise<Run>((resolve, reject) => {
      look = () =>
        void core.api.getRun(id).then((now) => {
          if (now.status !== 'queued' && now.status !== 'running') resolve(now);
        }, reject);
      look();
    });
    if (run.status !== 'done') throw new Error(`A run ended ${run.status}: ${run.error?.message ?? ''}`);
    return run;
  } finally {
    unsubscribe();
  }
}
