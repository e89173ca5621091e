import { MARKS } from '../../../contract/hardware-channels.ts';
import type { Bytes, Milliseconds } from '../../../contract/units.ts';
import { LOOK_AGAIN_MS, RETRY_MS } from '../seat.ts';
import { SourceLost } from '../source-lost.ts';
import type { Absent, Opened, Surroundings, ThreadReader, ThreadSource } from '../sources/types.ts';
import type { SourceWord, ThreadOrder } from './messages.ts';
import { SharedReadings } from './shared-readings.ts';

const GPU_BYTES_MS = 1000;
/** The wall clock runs on while the machine sleeps, and the monotonic one of Linux does not. */
const SLEPT_MS = 3000;

export interface ThreadPorts {
  readonly now: () => Milliseconds;
  readonly wall: () => number;
  readonly sleep: (ms: Milliseconds) => Promise<void>;
  readonly tell: (word: SourceWord) => void;
}

/** A source in its own thread: opened, read at its own period for ever, and opened anew when it is lost or outdated. */
export class ServedSource {
  readonly #source: ThreadSource;
  readonly #from: Surroundings;
  readonly #ports: ThreadPorts;
  #tickMs: Milliseconds;
  #gpuBytesAt = Number.NEGATIVE_INFINITY;

  constructor(source: ThreadSource, from: Surroundings, ports: ThreadPorts, tickMs: Milliseconds) {
    this.#source = source;
    this.#from = from;
    this.#ports = ports;
    this.#tickMs = tickMs;
  }

  obey({ tickMs }: ThreadOrder): void {
    this.#tickMs = tickMs;
  }

  async serve(): Promise<never> {
    for (;;) await this.#ports.sleep(await this.#openAndRead());
  }

  /** Until it is lost, outdated or failed: how long to leave it alone then. */
  async #openAndRead(): Promise<Milliseconds> {
    const { tell } = this.#ports;
    let opened: Opened<ThreadReader> | Absent;
    try {
      opened = await this.#source.open(this.#from);
    } catch (error) {
      tell({ kind: 'failed', ...wordsOf(error) });
      return RETRY_MS;
    }
    if ('absent' in opened) {
      tell({ kind: 'absent', reason: opened.absent, nextStep: opened.nextStep });
      return RETRY_MS;
    }
    const { devices, channels, reader } = opened;
    const readings = new SharedReadings(channels.length);
    tell({ kind: 'opened', devices, channels, memory: readings.memory });
    try {
      await this.#readOn(reader, channels.length, readings);
      return 0;
    } catch (error) {
      // Where it comes back at once there is nothing to say; where it does not, opening it says more.
      if (error instanceof SourceLost && readings.count > 0) return 0;
      tell({ kind: 'failed', ...wordsOf(error) });
      return RETRY_MS;
    } finally {
      reader.close();
    }
  }

  async #readOn(reader: ThreadReader, columns: number, readings: SharedReadings): Promise<void> {
    const { now, wall, sleep } = this.#ports;
    const values = new Float64Array(columns).fill(Number.NaN);
    const marks = new Uint8Array(columns);
    let lastAt = Number.NaN;
    let lookedAt = now();
    let ahead = wall() - now();
    let childMs = reader.childCpuMs?.() ?? 0;
    for (;;) {
      const began = now();
      if (wall() - began - ahead > SLEPT_MS) lastAt = Number.NaN;
      ahead = wall() - began;
      const freshness = await reader.read(values, 0, began - lastAt);
      lastAt = began;
      const all = freshness === 'fresh' ? MARKS.fresh : MARKS.repeat;
      for (let column = 0; column < columns; column += 1)
        marks[column] = Number.isNaN(values[column]) ? MARKS.missing : (reader.marks?.[column] ?? all);
      const ended = now();
      // What its programs spent since the reading before is part of what this one cost.
      const childNowMs = reader.childCpuMs?.() ?? 0;
      readings.publish(values, marks, ended - began + Math.max(0, childNowMs - childMs));
      childMs = childNowMs;
      this.#tellGpuBytes(reader, ended);
      if (ended - lookedAt >= LOOK_AGAIN_MS) {
        lookedAt = ended;
        if (reader.isOutdated?.() === true) return;
      }
      const period = Math.max(this.#source.periodMs, this.#tickMs);
      // On the grid of its period, and never without a breath in between.
      await sleep(Math.max(1, began + period - now()));
    }
  }

  #tellGpuBytes(reader: ThreadReader, nowMs: Milliseconds): void {
    if (reader.gpuBytes === undefined || nowMs - this.#gpuBytesAt < GPU_BYTES_MS) return;
    this.#gpuBytesAt = nowMs;
    const bytes: ReadonlyMap<number, Bytes> = reader.gpuBytes();
    this.#ports.tell({ kind: 'gpu-bytes', bytes });
  }
}

function wordsOf(error: unknown): { reason: string; nextStep: string } {
  return {
    reason: error instanceof Error ? error.message : String(error),
    nextStep: error instanceof SourceLost ? error.nextStep : '',
  };
}
