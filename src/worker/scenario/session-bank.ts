import type { Worker } from 'node:worker_threads';
import { basename } from 'node:path';
import { DynoError } from '../../contract/errors.ts';
import type { ScenarioConfig } from '../../contract/scenario.ts';
import type { Milliseconds } from '../../contract/units.ts';
import type { WorkerJob } from '../../contract/worker-api.ts';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Bank } from '../../core/analysis/scenario/drive.ts';
import type { Answer } from '../../core/analysis/scenario/point-log.ts';
import type { Assignment } from '../../core/analysis/scenario/dispatch.ts';
import { Mailbox } from './mailbox.ts';
import type { SessionTask, SessionWord } from './session-thread.ts';
import { sharedClock } from './shared-clock.ts';

/** The kernel wakes a sleeper up to this much late: the rest is waited for awake. */
const WAKE_EARLY_MS = 0.06;

export type StartThread = (task: SessionTask) => Worker;

interface SessionThread {
  readonly mailbox: Mailbox;
  readonly loaded: Promise<Extract<SessionWord, { kind: 'loaded' }>>;
  readonly ready: Promise<Extract<SessionWord, { kind: 'ready' }>>;
  readonly ended: Promise<void>;
}

/** The sessions as threads. Between turns of the event loop nothing but shared memory passes. */
export class SessionBank implements Bank {
  readonly #start: StartThread;
  readonly #job: WorkerJob;
  readonly #scenario: ScenarioConfig;
  readonly #bell = Mailbox.newBell();
  readonly #rung = new Int32Array(this.#bell);
  readonly #clock = sharedClock();
  readonly #threads: SessionThread[] = [];
  /** Rejects when a session is lost. */
  readonly #failed: Promise<never>;
  #fail: (failure: DynoError) => void = () => undefined;
  #failure: DynoError | null = null;
  /** Rings whose answers were taken. */
  #heard = 0;
  #ending = false;
  #epochMs: Milliseconds;

  constructor(start: StartThread, job: WorkerJob, scenario: ScenarioConfig) {
    this.#start = start;
    this.#job = job;
    this.#scenario = scenario;
    this.#epochMs = this.#clock();
    this.#failed = new Promise((_resolve, reject) => {
      this.#fail = (failure) => {
        this.#failure ??= failure;
        reject(this.#failure);
      };
    });
    // In the middle of a point nobody waits for it: the next turn of the loop looks.
    this.#failed.catch(() => undefined);
  }

  /** The first alone, so that its times are those of a load; the others then all at once. */
  async open(sessions: number): Promise<Extract<SessionWord, { kind: 'loaded' }>> {
    const first = this.#add();
    const loaded = await first.loaded;
    await Promise.all(Array.from({ length: sessions - 1 }, () => this.#add().loaded));
    return loaded;
  }

  async ready(): Promise<Extract<SessionWord, { kind: 'ready' }>> {
    const [first] = await Promise.all(this.#threads.map(({ ready }) => ready));
    if (first === undefined) throw new Error('No session was opened.');
    return first;
  }

  /** Each comes to the end of what it runs. */
  async close(): Promise<void> {
    this.#ending = true;
    for (const { mailbox } of this.#threads) mailbox.end();
    await Promise.all(this.#threads.map(({ ended }) => ended));
  }

  /** The same, its times counted from now on. */
  restarted(): this {
    this.#epochMs = this.#clock();
    return this;
  }

  now(): Milliseconds {
    return this.#clock() - this.#epochMs;
  }

  give({ session, first, count }: Assignment): void {
    this.#threads[session]?.mailbox.give({ first, count });
  }

  takeAnswer(): Answer | null {
    for (const [session, { mailbox }] of this.#threads.entries()) {
      const answer = mailbox.takeAnswer();
      if (answer !== null) return { ...answer, session, answeredAtMs: answer.answeredAtMs - this.#epochMs };
    }
    return null;
  }

  wait(untilMs: Milliseconds): void {
    const heard = Atomics.load(this.#rung, 0);
    if (heard !== this.#heard) {
      this.#heard = heard;
      return;
    }
    const sleepMs = untilMs - this.now() - WAKE_EARLY_MS;
    if (sleepMs > 0) {
      Atomics.wait(this.#rung, 0, heard, sleepMs);
      return;
    }
    while (this.now() < untilMs && Atomics.load(this.#rung, 0) === heard);
  }

  async turn(): Promise<void> {
    await nextTurn();
    if (this.#failure !== null) throw this.#failure;
  }

  #add(): SessionThread {
    const memory = Mailbox.newMemory();
    const worker = this.#start({
      role: 'session',
      job: this.#job,
      scenario: this.#scenario,
      mailbox: memory,
      bell: this.#bell,
      checksJoining: this.#threads.length === 0,
    });
    worker.on('message', (word: SessionWord) => {
      if (word.kind === 'failed') this.#fail(new DynoError(word.error));
    });
    worker.on('error', (thrown) => this.#fail(this.#lost(thrown)));
    const ended = new Promise<void>((resolve) => {
      worker.on('exit', () => {
        if (!this.#ending) this.#fail(this.#lost(null));
        resolve();
      });
    });
    const word = <K extends SessionWord['kind']>(kind: K): Promise<Extract<SessionWord, { kind: K }>> => {
      const said = new Promise<Extract<SessionWord, { kind: K }>>((resolve) => {
        worker.on('message', (heard: SessionWord) => {
          if (heard.kind === kind) resolve(heard as Extract<SessionWord, { kind: K }>);
        });
      });
      const saidOrFailed = Promise.race([this.#failed, said]);
      // Nobody waits for the second word of a session whose first never came.
      saidOrFailed.catch(() => undefined);
      return saidOrFailed;
    };
    const thread: SessionThread = {
      mailbox: new Mailbox(memory, this.#bell),
      loaded: word('loaded'),
      ready: word('ready'),
      ended,
    };
    this.#threads.push(thread);
    return thread;
  }

  #lost(thrown: unknown): DynoError {
    return new DynoError(
      {
        code: 'RUN_FAILED',
        message: `A session’s thread ended by itself${thrown instanceof Error ? `: ${thrown.message}` : ''}.`,
        subject: basename(this.#job.modelPath),
        nextStep: 'Measure with fewer sessions, or with smaller batches: it may have run out of memory.',
      },
      { cause: thrown },
    );
  }
}
