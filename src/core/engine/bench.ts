import { DynoError } from '../../contract/errors.ts';
import type { BenchPlan, BenchRequest, LiveRun, Run } from '../../contract/run.ts';
import type { CorePorts } from '../ports.ts';
import type { Owner, Store } from '../store/store.ts';
import { MeasurementQueue, type Lock } from './measurement-queue.ts';
import type { ModelLibrary } from './model-library.ts';
import { newRun } from './new-run.ts';
import { RunSession, type RunSurroundings } from './run-session.ts';

/** A program that ends gives a worker this long to come to the end of its iteration. */
const CLOSE_GRACE_MS = 700;

export interface BenchSurroundings extends RunSurroundings {
  readonly models: ModelLibrary;
  readonly lock: Lock;
  readonly owner: Owner;
  readonly clock: CorePorts['clock'];
  readonly store: Store;
  plan(request: BenchRequest): Promise<BenchPlan>;
}

/** All runs of this program: started, queued, going on, stopped. */
export class Bench {
  readonly #around: BenchSurroundings;
  readonly #queue: MeasurementQueue;
  #sessions: RunSession[] = [];
  /** Runs whose end the store would not take: told as they are for as long as this program lives. */
  readonly #untold = new Map<string, Run>();
  #closing = false;

  constructor(around: BenchSurroundings) {
    this.#around = around;
    this.#queue = new MeasurementQueue(around.lock, around.owner.pid);
  }

  /** Whatever measures on this machine takes its turn here. */
  get queue(): MeasurementQueue {
    return this.#queue;
  }

  get isMeasuring(): boolean {
    return this.#queue.isMeasuring;
  }

  async start(request: BenchRequest, sweepId: string | null = null): Promise<Run> {
    const { models, store, clock, owner } = this.#around;
    const plan = await this.#around.plan(request);
    if (plan.refusal !== null) throw new DynoError(plan.refusal);
    const { info } = await models.open(request.model);
    const model = await models.identify(info);
    if (this.#closing) throw closing();
    const immediate = request.wait === false;
    if (immediate) this.#queue.claimNow(request.model.kind === 'demo' ? request.model.location : info.name);
    const run: Run = { ...newRun(plan, model, request, clock.wall()), sweepId };
    try {
      store.insertRun(run, owner);
      models.remember(info);
    } catch (error) {
      if (immediate) this.#queue.unclaim();
      throw error;
    }
    const session = new RunSession(this.#around, plan, run);
    this.#sessions.push(session);
    this.#around.emit({ type: 'runs-changed', runIds: [run.id] });
    this.#queue.add(session);
    return session.run;
  }

  stop(runId: string): void {
    const session = this.#sessions.find(({ id }) => id === runId);
    if (session === undefined || session.isOver) {
      const run = this.#around.store.getRun(runId);
      if (run !== null && run.status !== 'queued' && run.status !== 'running') return;
      throw notHere(runId, run);
    }
    session.stop();
    this.#queue.tellOrder();
  }

  /** The run once it is over, in whatever way. */
  async ended(runId: string): Promise<Run> {
    const session = this.#sessions.find(({ id }) => id === runId);
    if (session === undefined) throw notHere(runId, this.#around.store.getRun(runId));
    await session.over;
    return session.run;
  }

  live(): readonly LiveRun[] {
    this.#forgetEnded();
    return this.#sessions.map((session) => session.live());
  }

  /** A run as it is, also where the store could not take its end. */
  asItIs(run: Run): Run {
    this.#forgetEnded();
    return this.#untold.get(run.id) ?? run;
  }

  /** Runs whose end the store could not take. */
  untold(): readonly Run[] {
    this.#forgetEnded();
    return [...this.#untold.values()];
  }

  async close(): Promise<void> {
    this.#closing = true;
    for (const session of [...this.#sessions].reverse()) session.stop(CLOSE_GRACE_MS);
    await this.#queue.idle;
    this.#queue.unclaim();
  }

  #forgetEnded(): void {
    const over = this.#sessions.filter((session) => session.isOver);
    if (over.length === 0) return;
    for (const { run, isStored } of over) if (!isStored) this.#untold.set(run.id, run);
    this.#sessions = this.#sessions.filter((session) => !session.isOver);
  }
}

function notHere(runId: string, run: Run | null): DynoError {
  return new DynoError({
    code: 'RUN_NOT_FOUND',
    message: run === null ? 'There is no such run.' : 'Another program measures this run.',
    subject: runId,
    nextStep: run === null ? 'List the runs to see which there are.' : 'Stop it there.',
  });
}

function closing(): DynoError {
  return new DynoError({
    code: 'CONNECTION_LOST',
    message: 'Dyno is just ending.',
    subject: 'Dyno',
    nextStep: 'Start it again.',
  });
}
