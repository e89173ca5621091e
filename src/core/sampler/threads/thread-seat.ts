import {
  LOOKED_FOR,
  MARKS,
  type HardwareChannel,
  type HardwareDevice,
  type HardwareSourceReport,
  type SourceState,
} from '../../../contract/hardware-channels.ts';
import type { Bytes, Milliseconds } from '../../../contract/units.ts';
import { ReadCost } from '../read-cost.ts';
import { LOOK_AGAIN_MS, RETRY_MS, type Seat } from '../seat.ts';
import { channelsOf, sameChannels, sameDevices } from '../source-channels.ts';
import type { Surroundings, ThreadSource } from '../sources/types.ts';
import type { LaunchThread, SourceThread, SourceWord } from './messages.ts';
import { SharedReadings } from './shared-readings.ts';

const SHORTEST_LIMIT_MS = 2000;
const PERIODS_IN_LIMIT = 5;
/** Drivers that are not kept loaded take seconds to wake. */
const OPENING_LIMIT_MS = 30_000;

/**
 * A source in a thread of its own: the tick copies what is newest and never waits. One that does not answer within
 * its limit is cut off and its columns are empty; the others go on.
 */
export class ThreadSeat implements Seat {
  readonly #source: ThreadSource;
  readonly #from: Surroundings;
  readonly #launch: LaunchThread;
  readonly #now: () => Milliseconds;
  readonly #cost: ReadCost;
  #thread: SourceThread | null = null;
  #tickMs: Milliseconds = 0;
  #state: SourceState = 'absent';
  #reason: string = LOOKED_FOR;
  #nextStep = '';
  #devices: readonly HardwareDevice[] = [];
  #channels: readonly HardwareChannel[] = [];
  #isChanged = true;
  #values: Float64Array = new Float64Array(0);
  #marks: Uint8Array = new Uint8Array(0);
  #offset = 0;
  /** Columns at its present place: what it has opened since may be more or fewer. */
  #width = 0;
  #readings: SharedReadings | null = null;
  #copied = 0;
  #spentMs = 0;
  /** When it last gave a sign of life; null while none is expected. */
  #aliveAt: Milliseconds | null = null;
  #againAt = 0;
  #gpuBytes: ReadonlyMap<number, Bytes> = new Map();

  constructor(source: ThreadSource, from: Surroundings, launch: LaunchThread, now: () => Milliseconds) {
    this.#source = source;
    this.#from = from;
    this.#launch = launch;
    this.#now = now;
    this.#cost = new ReadCost(now());
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
    return this.#readings !== null || this.#aliveAt === null;
  }

  retime(tickMs: Milliseconds): void {
    this.#tickMs = tickMs;
    this.#channels = channelsOf(this.#source, this.#channels, tickMs);
    this.#isChanged = true;
    this.#thread?.tell({ tickMs });
    if (this.#thread === null) this.#begin(this.#now());
  }

  report(): HardwareSourceReport {
    const isReading = this.#state === 'reading';
    return {
      id: this.#source.id,
      title: this.#source.title,
      state: this.#state,
      reason: this.#reason,
      nextStep: this.#nextStep,
      periodMs: this.#periodMs,
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
    if (hasSlept && this.#aliveAt !== null) this.#aliveAt = nowMs;
    if (this.#thread === null) {
      if (nowMs >= this.#againAt) this.#begin(nowMs);
      return;
    }
    if (!this.#isChanged) this.#copy(nowMs);
    if (this.#aliveAt !== null && nowMs - this.#aliveAt > this.#limitMs) this.#cutOff(nowMs - this.#aliveAt);
  }

  /** The thread looks around itself. */
  lookAround(): void {}

  gpuBytesOf(pid: number): Bytes | null {
    return this.#gpuBytes.get(pid) ?? null;
  }

  close(): void {
    const thread = this.#thread;
    this.#thread = null;
    this.#readings = null;
    thread?.terminate();
  }

  get #periodMs(): Milliseconds {
    return Math.max(this.#source.periodMs, this.#tickMs);
  }

  get #limitMs(): Milliseconds {
    if (this.#readings === null) return OPENING_LIMIT_MS;
    return (
      (this.#source.limitMs ?? Math.max(SHORTEST_LIMIT_MS, PERIODS_IN_LIMIT * this.#source.periodMs)) +
      this.#periodMs
    );
  }

  #begin(nowMs: Milliseconds): void {
    this.#againAt = nowMs + LOOK_AGAIN_MS;
    const missing = this.#source.missing?.(this.#from) ?? null;
    if (missing !== null) {
      this.#become('absent', missing.absent, missing.nextStep);
      return;
    }
    this.#aliveAt = nowMs;
    const thread: SourceThread = this.#launch(
      { role: 'source', id: this.#source.id, tickMs: this.#tickMs },
      (word) => {
        if (thread === this.#thread) this.#take(word);
      },
      (reason) => this.#leave(thread, reason),
    );
    this.#thread = thread;
  }

  #copy(nowMs: Milliseconds): void {
    const readings = this.#readings;
    if (readings === null) return;
    const count = readings.count;
    if (count === this.#copied) {
      for (let column = this.#offset; column < this.#offset + this.#width; column += 1)
        if (this.#marks[column] === MARKS.fresh) this.#marks[column] = MARKS.repeat;
      return;
    }
    this.#aliveAt = nowMs;
    if (!readings.copyTo(this.#values, this.#marks, this.#offset)) return;
    const readCount = count - this.#copied;
    for (let reading = 0; reading < readCount; reading += 1)
      this.#cost.add((readings.spentMs - this.#spentMs) / readCount, nowMs);
    this.#spentMs = readings.spentMs;
    this.#copied = count;
  }

  #take(word: SourceWord): void {
    if (word.kind === 'gpu-bytes') {
      this.#gpuBytes = word.bytes;
      return;
    }
    this.#forget();
    if (word.kind !== 'opened') {
      this.#readings = null;
      this.#aliveAt = null;
      this.#become(word.kind, word.reason, word.nextStep);
      return;
    }
    this.#aliveAt = this.#now();
    const channels = channelsOf(this.#source, word.channels, this.#tickMs);
    if (!sameChannels(channels, this.#channels)) this.#isChanged = true;
    if (!sameDevices(word.devices, this.#devices)) this.#isChanged = true;
    this.#devices = word.devices;
    this.#channels = channels;
    this.#readings = new SharedReadings(channels.length, word.memory);
    this.#copied = 0;
    this.#spentMs = 0;
    this.#become('reading', '', '');
  }

  #cutOff(silentMs: Milliseconds): void {
    const what = this.#readings === null ? 'Opening it' : 'A reading';
    this.#forget();
    this.#readings = null;
    this.#aliveAt = null;
    this.#become(
      'cut-off',
      `${what} took more than ${Math.floor(silentMs / 1000)} s: it was cut off, so that the others could go on.`,
      'See whether the driver answers its vendor’s own tools; a restart of the machine frees one that hangs.',
    );
    this.#thread?.terminate();
  }

  /** Whatever it was, it is tried again, but only when the former thread is really gone. */
  #leave(thread: SourceThread, reason: string): void {
    if (thread !== this.#thread) return;
    this.#thread = null;
    this.#readings = null;
    this.#aliveAt = null;
    this.#forget();
    this.#againAt = this.#now() + RETRY_MS;
    if (this.#state !== 'cut-off') this.#become('failed', reason, '');
  }

  #become(state: SourceState, reason: string, nextStep: string): void {
    if (this.#state !== state || this.#reason !== reason) this.#isChanged = true;
    this.#state = state;
    this.#reason = reason;
    this.#nextStep = nextStep;
    if (state !== 'absent') return;
    this.#devices = [];
    this.#channels = [];
  }

  #forget(): void {
    const end = this.#offset + this.#width;
    this.#values.fill(Number.NaN, this.#offset, end);
    this.#marks.fill(MARKS.missing, this.#offset, end);
    this.#gpuBytes = new Map();
  }
}
