import { MARKS } from '../../../../contract/hardware-channels.ts';
import type { Bytes, Milliseconds } from '../../../../contract/units.ts';
import { SourceLost } from '../../source-lost.ts';
import type { FollowedProgram, Freshness, Surroundings, ThreadReader } from '../types.ts';
import { cardOfRow, type NvidiaCard } from './card.ts';
import { childTime } from '../../child-time.ts';
import { parseCsv } from './csv.ts';
import { parseDeviceLog, type LoggedCard } from './device-log.ts';
import { faultIn } from './fault.ts';
import { columnsOf, logOf, nameCards, type Column, type NamedCard } from './named-cards.ts';

export const NVIDIA_SMI = 'nvidia-smi';
export const TELL_EVERY_MS = 1000;
export const WITHIN_MS = 10_000;

/** So long without a line, and the program hangs, as it does with its driver. */
const SILENT_MS = 5000;
const MOST_STARTS_IN_VAIN = 3;
/** The log takes long to write, and tells what hardly changes. */
const LOG_EVERY_MS = 30_000;
/** Started anew for each line, or slow: then it is asked less often, so that it costs no more than this. */
const MOST_SHARE = 0.05;

/** Hears one nvidia-smi that goes on telling, and starts another when it dies or hangs. */
export class NvidiaSmiReader implements ThreadReader {
  readonly #from: Surroundings;
  readonly #fields: readonly string[];
  readonly #cards: readonly NamedCard[];
  readonly #columns: readonly Column[];
  readonly marks: Uint8Array;
  readonly #told = new Map<string, NvidiaCard>();
  readonly #fresh = new Set<string>();
  #program: FollowedProgram | null = null;
  #lost: SourceLost | null = null;
  #startsInVain = 0;
  #silentMs = 0;
  #lineAgeMs = 0;
  #waitMs = 0;
  #logAgeMs = 0;
  #isLogging = false;
  #logs: readonly LoggedCard[];
  #isLogFresh = true;
  #hasOtherParts = false;
  #readyMs = 0;
  #cpuAtStartMs = 0;

  constructor(from: Surroundings, fields: readonly string[], cards: readonly NamedCard[]) {
    this.#from = from;
    this.#fields = fields;
    this.#cards = cards;
    this.#columns = cards.flatMap(columnsOf);
    this.marks = new Uint8Array(this.#columns.length);
    this.#logs = cards.flatMap(({ log }) => (log === null ? [] : [log]));
    for (const { id, card } of cards) {
      this.#told.set(id, card);
      this.#fresh.add(id);
    }
    this.#start();
  }

  read(out: Float64Array, offset: number, passedMs: Milliseconds): Freshness {
    this.#pass(Number.isFinite(passedMs) ? passedMs : TELL_EVERY_MS);
    if (this.#lost !== null) throw this.#lost;
    const logs = new Map(
      this.#cards.map(({ id, card }) => [id, logOf(card, this.#cards.length, this.#logs)]),
    );
    this.#columns.forEach((column, index) => {
      const isLine = column.from === 'line';
      out[offset + index] = isLine ? this.#fromLine(column) : fromLog(column, logs.get(column.card) ?? null);
      const isFresh = isLine ? this.#fresh.has(column.card) : this.#isLogFresh;
      this.marks[index] = isFresh ? MARKS.fresh : MARKS.repeat;
    });
    const isAnyFresh = this.#fresh.size > 0;
    this.#fresh.clear();
    this.#isLogFresh = false;
    return isAnyFresh ? 'fresh' : 'repeat';
  }

  isOutdated(): boolean {
    return this.#hasOtherParts;
  }

  childCpuMs(): Milliseconds {
    return childTime(this.#from.files, this.#program?.pid ?? null);
  }

  gpuBytes(): ReadonlyMap<number, Bytes> {
    const held = new Map<number, Bytes>();
    for (const { pid, memoryBytes } of this.#logs.flatMap(({ processes }) => processes)) {
      if (memoryBytes !== null) held.set(pid, (held.get(pid) ?? 0) + memoryBytes);
    }
    return held;
  }

  close(): void {
    this.#program?.stop();
    this.#program = null;
  }

  #fromLine({ card, metric }: Column): number {
    return this.#lineAgeMs > SILENT_MS
      ? Number.NaN
      : (this.#told.get(card)?.values.get(metric) ?? Number.NaN);
  }

  /** Time is counted by readings: it stands still while the machine sleeps. */
  #pass(passedMs: Milliseconds): void {
    this.#silentMs += passedMs;
    this.#lineAgeMs += passedMs;
    this.#logAgeMs += passedMs;
    this.#readyMs += passedMs;
    if (this.#program === null) {
      this.#waitMs -= passedMs;
      if (this.#waitMs <= 0) this.#start();
    } else if (this.#silentMs > SILENT_MS) {
      this.#program.stop();
      this.#ended('NVIDIA’s program nvidia-smi no longer answers');
    }
    if (this.#logAgeMs >= LOG_EVERY_MS && !this.#isLogging) void this.#askLog();
  }

  #start(): void {
    this.#silentMs = 0;
    this.#readyMs = 0;
    this.#cpuAtStartMs = this.childCpuMs();
    const words = [
      `--query-gpu=${this.#fields.join(',')}`,
      '--format=csv,noheader,nounits',
      `--loop-ms=${TELL_EVERY_MS}`,
    ];
    let hasTold = false;
    this.#program = this.#from.followProgram(NVIDIA_SMI, words, {
      onLine: (line) => {
        hasTold = this.#hear(line) || hasTold;
      },
      onEnd: ({ stderr }) => {
        const fault = faultIn(stderr);
        if (fault !== null) this.#lost = new SourceLost(fault.reason, fault.nextStep);
        if (hasTold) this.#startsInVain = 0;
        this.#ended('NVIDIA’s program nvidia-smi ends as soon as it is started', hasTold);
      },
    });
  }

  /** True for a line of numbers. */
  #hear(line: string): boolean {
    const row = parseCsv(line, this.#fields)[0];
    if (row === undefined) {
      const fault = faultIn(line);
      if (fault !== null) this.#lost = new SourceLost(fault.reason, fault.nextStep);
      return false;
    }
    const card = cardOfRow(row);
    const named = this.#cards.find(
      ({ id, card: known }) =>
        id === `gpu:${card.uuid}` ||
        (known.busId !== null && known.busId === card.busId) ||
        this.#cards.length === 1,
    );
    if (named === undefined) return false;
    this.#silentMs = 0;
    this.#lineAgeMs = 0;
    this.#told.set(named.id, card);
    this.#fresh.add(named.id);
    return true;
  }

  #ended(how: string, hasTold = false): void {
    this.#program = null;
    if (!hasTold) this.#startsInVain += 1;
    if (this.#startsInVain >= MOST_STARTS_IN_VAIN) {
      this.#lost ??= new SourceLost(how, 'Call nvidia-smi by hand, and see what it says.');
    }
    const spent = this.childCpuMs() - this.#cpuAtStartMs;
    this.#waitMs = Math.max(0, spent / MOST_SHARE - this.#readyMs);
  }

  async #askLog(): Promise<void> {
    this.#isLogging = true;
    const before = this.childCpuMs();
    const { stdout } = await this.#from.runProgram(NVIDIA_SMI, ['-q', '-x'], WITHIN_MS);
    this.#isLogging = false;
    // Later where it costs much.
    this.#logAgeMs = Math.min(0, LOG_EVERY_MS - (this.childCpuMs() - before) / MOST_SHARE);
    const logs = parseDeviceLog(stdout);
    if (logs === null) return;
    this.#logs = logs;
    this.#isLogFresh = true;
    const now = nameCards(
      this.#cards.map(({ card }) => card),
      logs,
    );
    this.#hasOtherParts = partsOf(now) !== partsOf(this.#cards);
  }
}

function fromLog({ part, metric }: Column, log: LoggedCard | null): number {
  const values = part === null ? log?.values : log?.parts.find(({ place }) => place === part)?.values;
  return values?.get(metric) ?? Number.NaN;
}

function partsOf(cards: readonly NamedCard[]): string {
  return cards
    .map(({ id, log }) => [id, ...(log?.parts ?? []).map(({ place }) => place)].join(' '))
    .join('\n');
}
