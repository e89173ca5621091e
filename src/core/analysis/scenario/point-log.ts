import type { Milliseconds } from '../../../contract/units.ts';
import { GrowingSeries } from './growing-series.ts';

/** What a session says of one batch; times since the point's start. */
export interface Answer {
  readonly session: number;
  readonly first: number;
  readonly count: number;
  readonly serviceMs: Milliseconds;
  readonly answeredAtMs: Milliseconds;
}

/** All that one point leaves behind, as it happens. */
export class PointLog {
  readonly scheduledMs = new GrowingSeries();
  readonly lateMs = new GrowingSeries();
  readonly serviceMs = new GrowingSeries();
  /** In the order of the answers. */
  readonly latenciesMs = new GrowingSeries();
  readonly answeredAtMs = new GrowingSeries();
  readonly batchCounts: number[] = [];
  /** Sequence positions that were run, and those of them that were no padding. */
  positions = 0;
  tokens = 0;
  longestQueue = 0;
  /** Queries waiting, summed over time. */
  #queueTime = 0;
  #queue = 0;
  #queueSeenAtMs = 0;
  #lastAnswerMs = 0;
  readonly #lengthOf: (query: number) => number;

  constructor(lengthOf: (query: number) => number) {
    this.#lengthOf = lengthOf;
  }

  get lastAnswerMs(): Milliseconds {
    return this.#lastAnswerMs;
  }

  get meanQueue(): number {
    return this.#queueSeenAtMs > 0 ? this.#queueTime / this.#queueSeenAtMs : 0;
  }

  offered(scheduledMs: Milliseconds, lateMs: Milliseconds): void {
    this.scheduledMs.push(scheduledMs);
    this.lateMs.push(lateMs);
  }

  /** So many wait from now on. */
  waiting(count: number, nowMs: Milliseconds): void {
    this.longestQueue = Math.max(this.longestQueue, count);
    this.#queueTime += this.#queue * (nowMs - this.#queueSeenAtMs);
    this.#queueSeenAtMs = nowMs;
    this.#queue = count;
  }

  answered({ first, count, serviceMs, answeredAtMs }: Answer): void {
    this.serviceMs.push(serviceMs);
    this.batchCounts[count - 1] = (this.batchCounts[count - 1] ?? 0) + 1;
    this.#lastAnswerMs = Math.max(this.#lastAnswerMs, answeredAtMs);
    let longest = 0;
    for (let query = first; query < first + count; query += 1) {
      const length = this.#lengthOf(query);
      longest = Math.max(longest, length);
      this.tokens += length;
      this.latenciesMs.push(answeredAtMs - this.scheduledMs.at(query));
      this.answeredAtMs.push(answeredAtMs);
    }
    this.positions += longest * count;
  }
}
