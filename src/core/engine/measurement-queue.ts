import { setTimeout as delay } from 'node:timers/promises';
import { DynoError } from '../../contract/errors.ts';
import type { LockHolder } from '../store/machine-lock.ts';

const LOOK_AGAIN_MS = 250;

/** The lock that all programs on this machine share. */
export interface Lock {
  tryAcquire(holder: LockHolder): boolean;
  holder(): LockHolder | null;
  release(): void;
}

export interface QueuedRun {
  readonly id: string;
  readonly what: string;
  /** Who is measured before it, in words; null when nobody is. */
  waitsFor(who: string | null): void;
  /** Never rejects. */
  measure(): Promise<void>;
  /** The lock could not be had at all. */
  fail(error: unknown): void;
  /** Whether somebody took it out while it waited. */
  readonly cancelled: boolean;
}

/** One measurement at a time: first in this program, in order, then on the machine. */
export class MeasurementQueue {
  readonly #lock: Lock;
  readonly #pid: number;
  readonly #lookAgainMs: number;
  readonly #waiting: QueuedRun[] = [];
  #current: QueuedRun | null = null;
  #claimed = false;
  #idle: Promise<void> = Promise.resolve();
  readonly #makeWay: ((run: QueuedRun) => Promise<void>)[] = [];

  constructor(lock: Lock, pid: number, lookAgainMs = LOOK_AGAIN_MS) {
    this.#lock = lock;
    this.#pid = pid;
    this.#lookAgainMs = lookAgainMs;
  }

  /** What is done before each measurement, so that nothing stands beside it which it does not need. */
  beforeEachMeasurement(makeWay: (run: QueuedRun) => Promise<void>): void {
    this.#makeWay.push(makeWay);
  }

  /** Resolves when nothing runs and nothing waits. */
  get idle(): Promise<void> {
    return this.#idle;
  }

  get isMeasuring(): boolean {
    return this.#current !== null;
  }

  /** Throws MEASUREMENT_BUSY where a run would have to wait; otherwise the machine is taken for the next one. */
  claimNow(what: string): void {
    if (this.#current !== null) throw busy(`this program (${this.#current.what})`);
    if (this.#claimed || !this.#lock.tryAcquire({ pid: this.#pid, what })) {
      throw busy(describeHolder(this.#lock.holder()));
    }
    this.#claimed = true;
  }

  /** Gives back what claimNow took, where no run came of it. */
  unclaim(): void {
    if (!this.#claimed) return;
    this.#claimed = false;
    this.#lock.release();
  }

  add(run: QueuedRun): void {
    this.#waiting.push(run);
    if (this.#current === null) this.#idle = this.#work();
    else this.tellOrder();
  }

  /** Tells each run behind the first for whom it waits; also after one of them was taken out. */
  tellOrder(): void {
    let before = this.#current;
    for (const run of this.#waiting) {
      if (run.cancelled) continue;
      if (before !== null) run.waitsFor(`this program (${before.what})`);
      before = run;
    }
  }

  async #work(): Promise<void> {
    for (let run = this.#waiting.shift(); run !== undefined; run = this.#waiting.shift()) {
      this.#current = run;
      this.tellOrder();
      try {
        if (!(await this.#acquire(run))) continue;
        for (const makeWay of this.#makeWay) await makeWay(run);
        await run.measure();
      } catch (error) {
        run.fail(error);
      } finally {
        this.#claimed = false;
        this.#lock.release();
        this.#current = null;
      }
    }
  }

  async #acquire(run: QueuedRun): Promise<boolean> {
    while (!run.cancelled) {
      if (this.#claimed || this.#lock.tryAcquire({ pid: this.#pid, what: run.what })) return true;
      run.waitsFor(describeHolder(this.#lock.holder()));
      await delay(this.#lookAgainMs);
    }
    return false;
  }
}

export function describeHolder(holder: LockHolder | null): string {
  return holder === null ? 'another program' : `another program (pid ${holder.pid}: ${holder.what})`;
}

function busy(who: string): DynoError {
  return new DynoError({
    code: 'MEASUREMENT_BUSY',
    message: `Something is measured on this machine already: ${who}.`,
    subject: who,
    nextStep: 'Wait until it has ended, or leave out --no-wait to queue behind it.',
  });
}
