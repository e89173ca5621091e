import { parseFakeSpec } from '../../analysis/simulate/parse-spec.ts';
import { asDynoError, DynoError } from '../../../contract/errors.ts';
import type { WorkerEvents, WorkerJob, WorkerReady } from '../../../contract/worker-api.ts';
import type { ChildExit } from '../../ports.ts';
import type { Execution, Executor, Outcome, SlicedExecution } from '../executor.ts';
import { workerCrashed } from '../worker-death.ts';
import { fakeResources, fakeResult, simulatedOutputs, SIMULATED_RUNTIME } from './fake-result.ts';
import { FakeDeath, FakeWorker } from './fake-worker.ts';

/**
 * Measures nothing: it draws what "fake:SPEC" describes, the same for the same seed, in time that passes as fast as
 * it can be drawn. A whole run is always the first process of its seed; each worker that is opened is the next one.
 */
export function fakeExecutor(): Executor {
  const opened = new Map<number, number>();
  return {
    start: (job, events) => startRun(job, events),
    open(job, events) {
      const process = (opened.get(job.seed) ?? 0) + 1;
      opened.set(job.seed, process);
      return openWorker(job, process, events);
    },
  };
}

function startRun(job: WorkerJob, events: WorkerEvents): Execution {
  const spec = parseFakeSpec(job.executor ?? '');
  const worker = new FakeWorker(spec, job, 0, events);
  return {
    pid: undefined,
    // A simulated process has no clock of its own.
    alignment: Promise.resolve(null),
    outcome: fakeResult(worker, spec, job, events).then(
      (result): Outcome => ({ kind: 'result', result }),
      (thrown: unknown): Outcome =>
        thrown instanceof FakeDeath
          ? { kind: 'died', exit: deathOf(thrown) }
          : { kind: 'refused', error: asDynoError(thrown, 'the fake executor') },
    ),
    stop: () => worker.stop(),
    kill: () => worker.kill(),
  };
}

function openWorker(job: WorkerJob, process: number, events: WorkerEvents): SlicedExecution {
  const spec = parseFakeSpec(job.executor ?? '');
  const worker = new FakeWorker(spec, job, process, events);
  const orCrashed = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (thrown) {
      throw thrown instanceof FakeDeath ? workerCrashed(deathOf(thrown), 'the simulated model') : thrown;
    }
  };
  const ready = async (): Promise<WorkerReady> => {
    const warmup = await worker.makeReady();
    if (warmup === null) throw stopped();
    return {
      phases: worker.phases,
      signals: { warmup },
      resources: fakeResources(spec, job, null),
      outputs: simulatedOutputs(spec, job),
      onnxRuntime: SIMULATED_RUNTIME,
    };
  };
  const isReady = orCrashed(ready());
  // Whoever opens it may look later: a refusal is then still told, and never unheard.
  isReady.catch(() => undefined);
  return {
    pid: undefined,
    ready: isReady,
    slice: (limits) => orCrashed(sliceOf(worker, limits)),
    end: async () => worker.kill(),
  };
}

async function sliceOf(worker: FakeWorker, limits: Parameters<FakeWorker['loop']>[0]): Promise<Float64Array> {
  const latencies: number[] = [];
  await worker.loop(limits, ({ latenciesMs }) => {
    for (const latency of latenciesMs) latencies.push(latency);
  });
  return Float64Array.from(latencies);
}

function deathOf({ message, killed }: FakeDeath): ChildExit {
  return killed
    ? { code: null, signal: 'SIGKILL', lastWords: '' }
    : { code: 1, signal: null, lastWords: message };
}

function stopped(): DynoError {
  return new DynoError({
    code: 'RUN_FAILED',
    message: 'It was stopped before it was ready to measure.',
    subject: 'the fake executor',
    nextStep: 'Start it again.',
  });
}
