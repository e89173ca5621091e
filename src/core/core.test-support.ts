import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CoreEvent } from '../contract/api.ts';
import type { BenchRequest, Run, RunProgress } from '../contract/run.ts';
import { forkedPorts } from './engine/forked-ports.test-support.ts';
import { createCore, type Core } from './index.ts';

export interface TestCore {
  readonly core: Core;
  readonly folder: string;
  readonly ports: ReturnType<typeof forkedPorts>;
  /** Resolves with the first event of this kind that fits. */
  progress(fits: (progress: RunProgress) => boolean): Promise<RunProgress>;
  /** Starts a run and waits for its end. */
  bench(request: BenchRequest): Promise<Run>;
  ended(runId: string): Promise<Run>;
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-core-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The whole core with real workers, in a folder of its own. */
export async function openCore(folder = temporaryFolder()): Promise<TestCore> {
  const ports = forkedPorts(folder);
  const core = await createCore(ports);
  onTestFinished(() => core.close());

  const untilEvent = <T>(pick: (event: CoreEvent) => T | null): Promise<T> =>
    new Promise((resolve) => {
      const unsubscribe = core.subscribe((event) => {
        const picked = pick(event);
        if (picked === null) return;
        unsubscribe();
        resolve(picked);
      });
    });
  const progress = (fits: (progress: RunProgress) => boolean): Promise<RunProgress> =>
    untilEvent((event) => (event.type === 'run-progress' && fits(event.progress) ? event.progress : null));
  const isOver = ({ status }: { readonly status: Run['status'] }): boolean =>
    status !== 'queued' && status !== 'running';
  const ended = async (runId: string): Promise<Run> => {
    const over = progress((step) => step.runId === runId && isOver(step));
    const run = await core.api.getRun(runId);
    if (isOver(run)) return run;
    await over;
    return core.api.getRun(runId);
  };
  return {
    core,
    folder,
    ports,
    progress,
    ended,
    bench: async (request) => ended((await core.api.startBench(request)).id),
  };
}
