import {
  MARKS,
  type HardwareChannel,
  type HardwareDevice,
  type HardwareSourceReport,
  type SourceState,
} from '../../contract/hardware-channels.ts';
import type { Bytes, Milliseconds } from '../../contract/units.ts';
import { ReadCost } from './read-cost.ts';
import { LOOK_AGAIN_MS, RETRY_MS, type Seat } from './seat.ts';
import { channelsOf, sameChannels } from './source-channels.ts';
import { SourceLost } from './source-lost.ts';
import type { Surroundings, TickReader, TickSource } from './sources/types.ts';

/** A source that is read in the tick itself. */
export class TickSeat implements Seat {
  readonly #source: TickSource;
  readonly #from: Surroundings;
  #tickMs: Milliseconds = 0;
  readonly #now: () => Milliseconds;
  readonly #cost: ReadCost;
  #reader: TickReader | null = null;
  #state: SourceState = 'absent';
  #reason = '';
  #nextStep = '';
  #devices: readonly HardwareDevice[] = [];
  #channels: readonly HardwareChannel[] = [];
  #isChanged = true;
  #values: Float64Array = new Float64Array(0);
  #marks: Uint8Array = new Uint8Array(0);
  #offset = 0;
  /** Columns at its present place: what it has opened since may be more or fewer. */
  #width = 0;
  #lastAt = Number.NaN;
  #dueAt = 0;
  #againAt = Number.POSITIVE_INFINITY;
  #hasRead = false;

  constructor(source: TickSource, from: Surroundings, now: () => Milliseconds) {
    this.#source = source;
    this.#from = from;
    this.#now = now;
    this.#cost = new ReadCost(now());
    this.#open(now());
  }

  get devices(): readonly HardwareDevice[] {
    return this.#devices;
  }

  get channels(): readonly HardwareChannel[] {
    return this.#channels;
  }

  get isChanged(): boolean {
    return this.#isChanged;
  }

  get isSettled(): boolean {
    return true;
  }

  retime(tickMs: Milliseconds): void {
    this.#tickMs = tickMs;
    this.#channels = channelsOf(this.#source, this.#channels, tickMs);
    this.#dueAt = 0;
    this.#isChanged = true;
  }

  report(): HardwareSourceReport {
    const isReading = this.#state === 'reading';
    return {
      id: this.#source.id,
      title: this.#source.title,
      state: this.#state,
      reason: this.#reason,
      nextStep: this.#nextStep,
      periodMs: Math.max(this.#source.periodMs, this.#tickMs),
      readMs: isReading ? this.#cost.meanMs() : null,
      costPercent: isReading ? this.#cost.percent(this.#now()) : null,
    };
  }

  place(values: Float64Array, marks: Uint8Array, offset: number): void {
    this.#values = values;
    this.#marks = marks;
    this.#offset = offset;
    this.#width = this.#channels.length;
    this.#isChanged = false;
  }

  visit(nowMs: Milliseconds, hasSlept: boolean): void {
    if (hasSlept) this.#lastAt = Number.NaN;
    if (this.#reader === null) {
      if (nowMs >= this.#againAt) this.#open(nowMs);
      return;
    }
    if (this.#isChanged) return;
    if (nowMs < this.#dueAt) return this.#markRepeat();
    this.#dueAt = nowMs + this.#source.periodMs - this.#tickMs / 2;
    try {
      this.#read(this.#reader);
    } catch (error) {
      this.#fail(error, nowMs);
    }
  }

  lookAround(nowMs: Milliseconds): void {
    try {
      if (this.#reader?.isOutdated?.() === true) this.#open(nowMs);
    } catch (error) {
      this.#fail(error, nowMs);
    }
  }

  gpuBytesOf(pid: number): Bytes | null {
    return this.#reader?.gpuBytes?.().get(pid) ?? null;
  }

  close(): void {
    this.#reader?.close();
    this.#reader = null;
  }

  #read(reader: TickReader): void {
    const began = this.#now();
    const freshness = reader.read(this.#values, this.#offset, began - this.#lastAt);
    this.#lastAt = began;
    const [values, marks, offset] = [this.#values, this.#marks, this.#offset];
    const all = freshness === 'fresh' ? MARKS.fresh : MARKS.repeat;
    for (let column = 0; column < this.#channels.length; column += 1) {
      marks[offset + column] = Number.isNaN(values[offset + column])
        ? MARKS.missing
        : (reader.marks?.[column] ?? all);
    }
    this.#hasRead = true;
    const ended = this.#now();
    this.#cost.add(ended - began, ended);
  }

  #markRepeat(): void {
    const [marks, offset] = [this.#marks, this.#offset];
    for (let column = offset; column < offset + this.#width; column += 1) {
      if (marks[column] === MARKS.fresh) marks[column] = MARKS.repeat;
    }
  }

  #fail(error: unknown, nowMs: Milliseconds): void {
    // One that is lost as soon as it is opened would be opened at every tick.
    if (error instanceof SourceLost && this.#hasRead) {
      this.#open(nowMs, error);
      return;
    }
    this.close();
    this.#become(
      'failed',
      error instanceof Error ? error.message : String(error),
      error instanceof SourceLost ? error.nextStep : '',
    );
    this.#againAt = nowMs + RETRY_MS;
    this.#forget();
  }

  #open(nowMs: Milliseconds, lost: SourceLost | null = null): void {
    this.close();
    this.#forget();
    this.#lastAt = Number.NaN;
    this.#hasRead = false;
    this.#dueAt = nowMs;
    this.#againAt = nowMs + LOOK_AGAIN_MS;
    try {
      const opened = this.#source.open(this.#from);
      if ('absent' in opened) {
        this.#become('absent', lost?.message ?? opened.absent, lost?.nextStep ?? opened.nextStep);
        return;
      }
      const channels = channelsOf(this.#source, opened.channels, this.#tickMs);
      if (!sameChannels(channels, this.#channels)) this.#isChanged = true;
      this.#reader = opened.reader;
      this.#devices = opened.devices;
      this.#channels = channels;
      this.#become('reading', '', '');
    } catch (error) {
      this.#fail(error, nowMs);
    }
  }

  #become(state: SourceState, reason: string, nextStep: string): void {
    if (this.#state !== state || this.#reason !== reason) this.#isChanged = true;
    this.#state = state;
    this.#reason = reason;
    this.#nextStep = nextStep;
    if (state === 'reading') return;
    // What failed keeps its columns, empty: it may come back. What is not here has none.
    if (state === 'absent') {
      this.#devices = [];
      this.#channels = [];
    }
  }

  #forget(): void {
    const end = this.#offset + this.#width;
    this.#values.fill(Number.NaN, this.#offset, end);
    this.#marks.fill(MARKS.missing, this.#offset, end);
  }
}
