import {
  LOOKED_FOR,
  type HardwareChannel,
  type HardwareDevice,
  type HardwareSourceReport,
} from '../../contract/hardware-channels.ts';
import type { Bytes, Milliseconds } from '../../contract/units.ts';
import type { Seat } from './seat.ts';
import type { Source } from './sources/types.ts';

/** A source that is read for as long alone as a better one of the same devices is not. */
export class StandInSeat implements Seat {
  readonly #source: Source;
  readonly #better: Seat;
  readonly #open: () => Seat;
  #seat: Seat | null = null;
  #tickMs: Milliseconds = 0;
  #isChanged = true;

  constructor(source: Source, better: Seat, open: () => Seat) {
    this.#source = source;
    this.#better = better;
    this.#open = open;
  }

  get devices(): readonly HardwareDevice[] {
    return this.#seat?.devices ?? [];
  }

  get channels(): readonly HardwareChannel[] {
    return this.#seat?.channels ?? [];
  }

  get isChanged(): boolean {
    return this.#isChanged || (this.#seat?.isChanged ?? false);
  }

  get isSettled(): boolean {
    return this.#better.isSettled && (this.#seat?.isSettled ?? true);
  }

  retime(tickMs: Milliseconds): void {
    this.#tickMs = tickMs;
    this.#seat?.retime(tickMs);
    this.#isChanged = true;
  }

  report(): HardwareSourceReport {
    if (this.#seat !== null) return this.#seat.report();
    const { id, title, periodMs } = this.#source;
    const better = this.#better.report().title;
    return {
      id,
      title,
      state: 'absent',
      reason: this.#better.isSettled
        ? `Not needed: it stands in for ${better} where that does not read.`
        : LOOKED_FOR,
      nextStep: '',
      periodMs: Math.max(periodMs, this.#tickMs),
      readMs: null,
      costPercent: null,
    };
  }

  place(values: Float64Array, marks: Uint8Array, offset: number): void {
    this.#seat?.place(values, marks, offset);
    this.#isChanged = false;
  }

  visit(nowMs: Milliseconds, hasSlept: boolean): void {
    const isWanted = this.#better.isSettled && this.#better.report().state !== 'reading';
    // While the better one is being looked for again, what reads goes on.
    if (isWanted && this.#seat === null) {
      this.#seat = this.#open();
      this.#seat.retime(this.#tickMs);
      this.#isChanged = true;
    } else if (this.#better.report().state === 'reading' && this.#seat !== null) {
      this.#seat.close();
      this.#seat = null;
      this.#isChanged = true;
    }
    this.#seat?.visit(nowMs, hasSlept);
  }

  lookAround(nowMs: Milliseconds): void {
    this.#seat?.lookAround(nowMs);
  }

  gpuBytesOf(pid: number): Bytes | null {
    return this.#seat?.gpuBytesOf(pid) ?? null;
  }

  close(): void {
    this.#seat?.close();
    this.#seat = null;
  }
}
