import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { CoreEvent } from '../../contract/api.ts';
import type { Environment } from '../../contract/hardware.ts';
import type { BenchRequest, Run } from '../../contract/run.ts';
import type { LockHolder } from '../store/machine-lock.ts';
import { openStore } from '../store/open-store.ts';
import { currentOwner } from '../store/owner.ts';
import type { Store } from '../store/store.ts';
import { Bench, type BenchSurroundings } from './bench.ts';
import { type FakeExecution, FakeExecutor } from './fake-executor.test-support.ts';
import { FakeFeed } from '../monitor/fake-feed.test-support.ts';
import { Monitor } from '../monitor/monitor.ts';
import type { Lock } from './measurement-queue.ts';
import { ModelLibrary } from './model-library.ts';
import { planBench } from './planner.ts';

export const MLP: BenchRequest = {
  model: { kind: 'demo', location: 'demo:mlp-tiny' },
  iterations: 4,
  warmup: 2,
};

/** Machines that do much else at the time are slow: a test waits for a thing, not for a time. */
export const PATIENT = { timeout: 20_000 };

/** A lock that the test holds or lets go, as another program would. */
export class FakeLock implements Lock {
  other: LockHolder | null = null;
  held = false;

  tryAcquire(): boolean {
    if (this.held || this.other !== null) return false;
    this.held = true;
    return true;
  }

  holder(): LockHolder | null {
    return this.other;
  }

  release(): void {
    this.held = false;
  }
}

/** The real engine over a real store in a folder of its own; only the measuring itself is the test's. */
export function benchWithFakes(change: (store: Store) => Store = (store) => store) {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-bench-'));
  const store = change(openStore({ folder, wallNow: () => Date.now() }));
  const clock = { monotonic: () => performance.now(), wall: () => Date.now() };
  const models = new ModelLibrary(store, {
    version: 'test',
    clock,
    paths: { data: folder, models: folder, machineLock: '' },
  });
  const executor = new FakeExecutor();
  const lock = new FakeLock();
  const events: CoreEvent[] = [];
  const log = { debug: () => undefined, warn: () => undefined, error: () => undefined };
  const feed = new FakeFeed();
  const emit = (event: CoreEvent): void => void events.push(event);
  const monitor = new Monitor({ store, owner: currentOwner(), clock, log, feed, emit });
  const surroundings: BenchSurroundings = {
    store,
    models,
    executor,
    lock,
    clock,
    owner: currentOwner(),
    log,
    hardware: {
      start: () => undefined,
      watch: () => undefined,
      listen: () => () => undefined,
      record: (runId, accepts) => monitor.recordRun(runId, accepts),
    },
    activity: monitor.alerts,
    plan: (request) => planBench(request, { store, models, describeInputFiles: async () => [] }),
    prepareModel: async ({ request }, stopped) =>
      models.prepare((await models.open(request.model)).info, stopped),
    environment: async () => ENVIRONMENT,
    emit,
    stopGraceMs: 50,
  };
  const bench = new Bench(surroundings);
  onTestFinished(async () => {
    await bench.close();
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    bench,
    surroundings,
    store,
    models,
    executor,
    lock,
    events,
    feed,
    monitor,
    started: (count: number): Promise<FakeExecution> =>
      vi.waitFor(() => {
        const execution = executor.started[count - 1];
        if (execution === undefined) throw new Error(`Run ${count} has not started.`);
        return execution;
      }, PATIENT),
    ended: (id: string): Promise<Run> =>
      vi.waitFor(() => {
        const run = store.getRun(id);
        if (run === null || run.status === 'queued' || run.status === 'running')
          throw new Error('It goes on.');
        return run;
      }, PATIENT),
  };
}

const ENVIRONMENT: Environment = {
  cpu: { model: 'a CPU', cores: 2, physicalCores: 1 },
  memoryBytes: 1e9,
  os: { name: 'an OS', kernel: '1', arch: 'x64' },
  gpus: [],
  node: '24.0.0',
  electron: null,
  onnxRuntime: null,
  dyno: 'test',
  git: null,
  host: 'here',
};
