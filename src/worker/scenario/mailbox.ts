import type { Milliseconds } from '../../contract/units.ts';

/** One batch in work and one behind it. */
export const MAILBOX_SLOTS = 2;

const GIVEN = 0;
const ANSWERED = 1;
const ENDING = 2;
const FIRST_SLOT = 4;
const WORDS = FIRST_SLOT + MAILBOX_SLOTS * 2;
const TIMES_AT_BYTE = Math.ceil((WORDS * 4) / 8) * 8;

export interface GivenBatch {
  readonly first: number;
  readonly count: number;
}

export interface AnsweredBatch extends GivenBatch {
  readonly serviceMs: Milliseconds;
  /** On the clock that all threads share. */
  readonly answeredAtMs: Milliseconds;
}

/**
 * What passes between the dispatcher and one session's thread while they measure: memory that both see, and the
 * kernel to wake who waits. A message through a port would be packed, queued and unpacked by two event loops, which
 * takes longer than a small model.
 */
export class Mailbox {
  readonly #words: Int32Array;
  readonly #times: Float64Array;
  /** Rung at each answer of any session: what the dispatcher sleeps on. */
  readonly #bell: Int32Array;
  /** Batches that this side has taken out. */
  #taken = 0;

  constructor(memory: SharedArrayBuffer, bell: SharedArrayBuffer) {
    this.#words = new Int32Array(memory, 0, WORDS);
    this.#times = new Float64Array(memory, TIMES_AT_BYTE, MAILBOX_SLOTS * 2);
    this.#bell = new Int32Array(bell);
  }

  static newMemory(): SharedArrayBuffer {
    return new SharedArrayBuffer(TIMES_AT_BYTE + MAILBOX_SLOTS * 2 * 8);
  }

  static newBell(): SharedArrayBuffer {
    return new SharedArrayBuffer(4);
  }

  /** Dispatcher: at most MAILBOX_SLOTS unanswered ones at a time. */
  give({ first, count }: GivenBatch): void {
    const given = Atomics.load(this.#words, GIVEN);
    const slot = FIRST_SLOT + (given % MAILBOX_SLOTS) * 2;
    this.#words[slot] = first;
    this.#words[slot + 1] = count;
    Atomics.store(this.#words, GIVEN, given + 1);
    Atomics.notify(this.#words, GIVEN);
  }

  /** Dispatcher: the next answer, once each. */
  takeAnswer(): AnsweredBatch | null {
    if (Atomics.load(this.#words, ANSWERED) === this.#taken) return null;
    const slot = this.#taken % MAILBOX_SLOTS;
    this.#taken += 1;
    return {
      ...this.#batchIn(slot),
      serviceMs: this.#times[slot * 2] as number,
      answeredAtMs: this.#times[slot * 2 + 1] as number,
    };
  }

  /** Dispatcher: no more batches. The session leaves when it has answered what it has. */
  end(): void {
    Atomics.store(this.#words, ENDING, 1);
    Atomics.notify(this.#words, GIVEN);
  }

  /** Session: sleeps until there is a batch; null where none will come any more. */
  awaitBatch(): GivenBatch | null {
    for (;;) {
      const given = Atomics.load(this.#words, GIVEN);
      if (given !== this.#taken) break;
      if (Atomics.load(this.#words, ENDING) === 1) return null;
      // A word on the end may come between the look and the sleep: it is looked for again before long.
      Atomics.wait(this.#words, GIVEN, given, 100);
    }
    const batch = this.#batchIn(this.#taken % MAILBOX_SLOTS);
    this.#taken += 1;
    return batch;
  }

  /** Session: the batch that was taken last. */
  answer(serviceMs: Milliseconds, answeredAtMs: Milliseconds): void {
    const answered = Atomics.load(this.#words, ANSWERED);
    const slot = answered % MAILBOX_SLOTS;
    this.#times[slot * 2] = serviceMs;
    this.#times[slot * 2 + 1] = answeredAtMs;
    Atomics.store(this.#words, ANSWERED, answered + 1);
    Atomics.add(this.#bell, 0, 1);
    Atomics.notify(this.#bell, 0);
  }

  #batchIn(slot: number): GivenBatch {
    const at = FIRST_SLOT + slot * 2;
    return { first: this.#words[at] as number, count: this.#words[at + 1] as number };
  }
}
