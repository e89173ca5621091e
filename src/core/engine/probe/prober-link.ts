import { asDynoError, DynoError } from '../../../contract/errors.ts';
import type { ProberApi } from '../../../contract/prober-api.ts';
import type { ChildExit, CorePorts } from '../../ports.ts';
import { howItEnded, lastLine } from '../worker-death.ts';

/** Longer than any single step of a probe takes; a driver that hangs says nothing for ever. */
const LONGEST_STEP_MS = 30_000;

export type Ask<T> = (prober: ProberApi) => Promise<T>;

/**
 * One prober's process and what is asked of it. It is cut off where it makes no step for too long, and its death comes
 * back as an error that says what it was at.
 */
export class ProberLink {
  readonly #child: ReturnType<CorePorts['launchProber']>;
  readonly #longestStepMs: number;
  #at = 'being started';
  #cutOff = false;
  #exit: ChildExit | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    launch: CorePorts['launchProber'],
    onStep: (step: string, done: number, of: number) => void,
    longestStepMs = LONGEST_STEP_MS,
  ) {
    this.#longestStepMs = longestStepMs;
    this.#child = launch({
      onStep: (step, done, of) => {
        this.#at = step;
        this.#wind();
        onStep(step, done, of);
      },
    });
    void this.#child.exited.then((exit) => (this.#exit = exit));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  async ask<T>(what: string, ask: Ask<T>): Promise<T> {
    // It may have died since it was asked last.
    if (this.#exit !== null) throw broken(this.#exit, what);
    this.#at = what;
    this.#wind();
    try {
      return await ask(this.#child.connection.remote as unknown as ProberApi);
    } catch (thrown) {
      const error = asDynoError(thrown, 'the prober');
      if (error.code !== 'CONNECTION_LOST') throw error;
      const exit = await this.#child.exited;
      throw this.#cutOff ? hung(this.#at, this.#longestStepMs) : broken(exit, this.#at);
    } finally {
      clearTimeout(this.#timer);
    }
  }

  async end(): Promise<void> {
    clearTimeout(this.#timer);
    this.#child.kill();
    await this.#child.exited;
  }

  #wind(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#cutOff = true;
      this.#child.kill();
    }, this.#longestStepMs);
  }
}

const NEXT_STEP =
  'Probe again; if it happens again, leave the GPU out with --only cpu, and look at its driver.';

function broken(exit: ChildExit, at: string): DynoError {
  const words = lastLine(exit.lastWords);
  const last = words === '' ? '' : ` Its last words: ${words.replace(/\.*$/, '.')}`;
  return new DynoError({
    code: 'WORKER_CRASHED',
    message: `The process of Dyno’s own kernels ${howItEnded(exit)}, at: ${at}.${last}`,
    subject: at,
    nextStep: NEXT_STEP,
  });
}

function hung(at: string, afterMs: number): DynoError {
  return new DynoError({
    code: 'RUN_FAILED',
    message: `Dyno’s own kernels made no step for ${Math.round(afterMs / 1000)} s and were cut off, at: ${at}.`,
    subject: at,
    nextStep: NEXT_STEP,
  });
}
