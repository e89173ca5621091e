import type { HardwareSample } from '../../../contract/hardware.ts';
import type { Milliseconds } from '../../../contract/units.ts';
import type { Machine, Reading } from './machine.ts';

export interface SampleClock {
  monotonic(): Milliseconds;
  wall(): number;
  /** Processor time that this process has used so far. */
  ownCpuMs(): Milliseconds;
  after(delayMs: Milliseconds, then: () => void): () => void;
}

/**
 * Samples at a fixed rate. Ticks lie on a grid from the start, so that a late one does not move those after it; ticks
 * that were missed altogether (a suspended laptop) are left out, not made up for.
 */
export class SampleLoop {
  readonly #machine: Machine;
  readonly #clock: SampleClock;
  readonly #onSample: (sample: HardwareSample) => void;
  #watched: number | null = null;
  #cancel: (() => void) | null = null;
  #generation = 0;

  constructor(machine: Machine, clock: SampleClock, onSample: (sample: HardwareSample) => void) {
    this.#machine = machine;
    this.#clock = clock;
    this.#onSample = onSample;
  }

  watch(pid: number | null): void {
    this.#watched = pid;
  }

  start(hertz: number): void {
    this.stop();
    const period = 1000 / hertz;
    const generation = this.#generation;
    const began = this.#clock.monotonic();
    let lastAt = began;
    let lastCpu = this.#clock.ownCpuMs();
    let step = 0;

    const schedule = (): void => {
      const now = this.#clock.monotonic();
      // Timers may come a little early: that tick was still this step's, and the next one is not due at once.
      step = Math.max(step, Math.floor((now - began) / period)) + 1;
      this.#cancel = this.#clock.after(began + step * period - now, () => void tick());
    };
    const tick = async (): Promise<void> => {
      const now = this.#clock.monotonic();
      const cpu = this.#clock.ownCpuMs();
      const passed = now - lastAt;
      const reading = await this.#read(passed);
      if (generation !== this.#generation) return;
      if (reading === null) return schedule();
      const samplerCpuPercent = passed > 0 ? ((cpu - lastCpu) / passed) * 100 : null;
      this.#onSample({ ...reading, at: this.#clock.wall(), samplerCpuPercent });
      lastAt = now;
      lastCpu = cpu;
      schedule();
    };
    schedule();
  }

  /** Null where the machine could not be read this time: a sample left out, not an end of sampling. */
  async #read(passedMs: Milliseconds): Promise<Reading | null> {
    try {
      return await this.#machine.read(this.#watched, passedMs);
    } catch {
      return null;
    }
  }

  stop(): void {
    this.#generation += 1;
    this.#cancel?.();
    this.#cancel = null;
  }
}
