import type { ProfileSlice } from '../../contract/profile.ts';
import type { WorkerEvents, WorkerJob, WorkerResult } from '../../contract/worker-api.ts';
import { condenseRun } from '../analysis/condense.ts';
import type { Execution, Executor, Outcome } from './executor.ts';

/** A measurement that the test leads by hand: nothing happens by itself, and no clock is asked. */
export class FakeExecution implements Execution {
  readonly pid = 4242;
  readonly alignment = Promise.resolve(null);
  readonly outcome: Promise<Outcome>;
  readonly job: WorkerJob;
  stopped = false;
  #end: (outcome: Outcome) => void = () => undefined;
  readonly #events: WorkerEvents;
  readonly #latencies: number[] = [];

  constructor(job: WorkerJob, events: WorkerEvents) {
    this.job = job;
    this.#events = events;
    this.outcome = new Promise((resolve) => (this.#end = resolve));
  }

  load(): void {
    this.#events.onPhase('loading', NO_PHASES);
    this.#events.onPhase('first-run', { ...NO_PHASES, loadMs: 10 });
    this.#events.onPhase('warm-up', { ...NO_PHASES, loadMs: 10, firstRunMs: 5 });
    this.#events.onWarmup(this.job.warmup);
    this.#events.onPhase('measuring', WARM);
  }

  samples(...latenciesMs: number[]): void {
    const startMs = this.#latencies.reduce((sum, latency) => sum + latency, 0);
    this.#latencies.push(...latenciesMs);
    const endMs = startMs + latenciesMs.reduce((sum, latency) => sum + latency, 0);
    this.#events.onSamples({ startMs, endMs, latenciesMs: Float64Array.from(latenciesMs) });
  }

  warn(message: string): void {
    this.#events.onWarning({ code: 'RUN_FAILED', message, subject: 'x', nextStep: 'Look.' });
  }

  /** The clean pass is over, and the profiled one begins. */
  profile(): void {
    const result = this.#result(false);
    this.#events.onPhase('measuring', result.phases);
    this.#events.onMeasured(result);
    this.#events.onPhase('profiling', result.phases);
  }

  slice(slice: ProfileSlice): void {
    this.#events.onProfileSlice(slice);
  }

  succeed(stopped = false, more: Partial<WorkerResult> = {}): void {
    this.#end({ kind: 'result', result: { ...this.#result(stopped), ...more } });
  }

  end(outcome: Outcome): void {
    this.#end(outcome);
  }

  stop(): void {
    this.stopped = true;
    this.succeed(true);
  }

  kill(): void {
    this.#end({ kind: 'died', exit: { code: null, signal: 'SIGKILL', lastWords: '' } });
  }

  #result(stopped: boolean): WorkerResult {
    let end = 0;
    const endsMs = Float64Array.from(this.#latencies, (latency) => (end += latency));
    const condensed = condenseRun(endsMs, Float64Array.from(this.#latencies));
    return {
      stopped,
      phases: { ...WARM, measuredMs: end },
      latencyMs: condensed.latencyMs,
      spark: condensed.spark,
      series: condensed.series,
      signals: null,
      resources: null,
      outputs: null,
      scenario: null,
      generation: null,
      profile: null,
      onnxRuntime: '9.9.9',
    };
  }
}

const NO_PHASES = { loadMs: null, firstRunMs: null, warmupMs: null, measuredMs: null } as const;
const WARM = { loadMs: 10, firstRunMs: 5, warmupMs: 20, measuredMs: null } as const;

export class FakeExecutor implements Executor {
  readonly started: FakeExecution[] = [];

  start(job: WorkerJob, events: WorkerEvents): Execution {
    const execution = new FakeExecution(job, events);
    this.started.push(execution);
    return execution;
  }

  open(): never {
    throw new Error('This executor measures whole runs only.');
  }
}
