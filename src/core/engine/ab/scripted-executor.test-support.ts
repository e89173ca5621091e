import { DynoError } from '../../../contract/errors.ts';
import type { SliceLimits, WorkerJob } from '../../../contract/worker-api.ts';
import type { Execution, Executor, SlicedExecution } from '../executor.ts';

/** What a worker does when a slice is asked of it: latencies, an error, or nothing until it is ended. */
export type Script = (job: WorkerJob, opened: number) => readonly number[] | DynoError | 'hangs';

/** Workers that do as the test says, and tell in what order they were used. */
export class ScriptedExecutor implements Executor {
  readonly log: string[] = [];
  readonly limits: SliceLimits[] = [];
  alive = 0;
  mostAlive = 0;
  #opened = 0;
  readonly #script: Script;
  readonly #name: (job: WorkerJob) => string;

  constructor(name: (job: WorkerJob) => string, script: Script) {
    this.#name = name;
    this.#script = script;
  }

  start(): Execution {
    throw new Error('This executor measures slices only.');
  }

  open(job: WorkerJob): SlicedExecution {
    const name = this.#name(job);
    const opened = this.#opened;
    this.#opened += 1;
    this.alive += 1;
    this.mostAlive = Math.max(this.mostAlive, this.alive);
    this.log.push(`open ${name}`);
    let kill: (error: DynoError) => void = () => undefined;
    const killed = new Promise<never>((_resolve, reject) => (kill = reject));
    killed.catch(() => undefined);
    let ended = false;
    return {
      pid: opened,
      ready: Promise.resolve({
        phases: { loadMs: 10, firstRunMs: 2, warmupMs: 20, measuredMs: null },
        signals: { warmup: null },
        resources: null,
        outputs: [],
        onnxRuntime: '9.9.9',
      }),
      slice: async (limits) => {
        this.limits.push(limits);
        this.log.push(limits.iterations === 1 && limits.durationMs === null ? `probe ${name}` : name);
        const answer = this.#script(job, opened);
        if (answer === 'hangs') return killed;
        if (answer instanceof DynoError) throw answer;
        return Float64Array.from(answer);
      },
      end: async () => {
        if (!ended) this.alive -= 1;
        ended = true;
        kill(died());
      },
    };
  }
}

export function died(): DynoError {
  return new DynoError({
    code: 'WORKER_CRASHED',
    message: 'The measuring process was killed.',
    subject: 'the model',
    nextStep: 'Again.',
  });
}
