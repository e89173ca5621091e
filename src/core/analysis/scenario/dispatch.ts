import type { Milliseconds } from '../../../contract/units.ts';

export interface DispatchPolicy {
  readonly sessions: number;
  readonly maxBatch: number;
  readonly batchDelayMs: Milliseconds;
  /**
   * Full batches that may wait at a busy session, so that it need not ask for its next one. It costs the choice of
   * a session that is free sooner, so only throughput is measured with it.
   */
  readonly ahead: number;
}

/** Queries `first` to `first + count - 1`, joined. */
export interface Assignment {
  readonly session: number;
  readonly first: number;
  readonly count: number;
}

/**
 * Which queries run together, and where. They leave in the order in which they came, numbered from 0, so that what
 * waits is a range of numbers. A batch goes to the session with the fewest queries queued, of those to the one that
 * has answered the fewest.
 */
export class Dispatch {
  readonly #policy: DispatchPolicy;
  readonly #queued: { readonly counts: number[]; answered: number }[];
  #next = 0;
  #offered = 0;
  readonly #scheduledAtMs: (query: number) => Milliseconds;

  constructor(policy: DispatchPolicy, scheduledAtMs: (query: number) => Milliseconds) {
    this.#policy = policy;
    this.#scheduledAtMs = scheduledAtMs;
    this.#queued = Array.from({ length: policy.sessions }, () => ({ counts: [], answered: 0 }));
  }

  /** Offered and not yet given to a session. */
  get waiting(): number {
    return this.#offered - this.#next;
  }

  /** Given to a session and not yet answered. */
  get inWork(): number {
    return this.#queued.reduce((sum, { counts }) => sum + counts.reduce((all, count) => all + count, 0), 0);
  }

  get answeredBySession(): readonly number[] {
    return this.#queued.map(({ answered }) => answered);
  }

  /** When a batch that is not full yet goes all the same; Infinity where nothing can go by waiting alone. */
  get wakeAtMs(): Milliseconds {
    if (this.waiting === 0 || !this.#queued.some(({ counts }) => counts.length === 0))
      return Number.POSITIVE_INFINITY;
    return this.#releaseAtMs;
  }

  /** The next query has come. */
  offer(): void {
    this.#offered += 1;
  }

  /** The next batch that may go; null where there is none yet. */
  next(nowMs: Milliseconds): Assignment | null {
    const { waiting } = this;
    const { maxBatch, ahead } = this.#policy;
    if (waiting === 0 || (waiting < maxBatch && nowMs < this.#releaseAtMs)) return null;
    const idle = this.#queued.filter(({ counts }) => counts.length === 0).length;
    // What waits is shared among the sessions that are free: none of them idles beside one that has it all.
    const count = Math.min(maxBatch, Math.ceil(waiting / Math.max(1, idle)));
    const session = this.#leastLoaded(count === maxBatch ? ahead : 0);
    if (session === null) return null;
    const first = this.#next;
    this.#next += count;
    this.#queued[session]?.counts.push(count);
    return { session, first, count };
  }

  /** A session's oldest batch is answered. */
  answered(session: number): void {
    const load = this.#queued[session];
    if (load !== undefined) load.answered += load.counts.shift() ?? 0;
  }

  /** Gives up what waits; what sessions have goes on. */
  drop(): void {
    this.#offered = this.#next;
  }

  get #releaseAtMs(): Milliseconds {
    return this.#scheduledAtMs(this.#next) + this.#policy.batchDelayMs;
  }

  #leastLoaded(ahead: number): number | null {
    let best: { readonly session: number; readonly queued: number; readonly answered: number } | null = null;
    for (const [session, { counts, answered }] of this.#queued.entries()) {
      if (counts.length > ahead) continue;
      const queued = counts.reduce((sum, count) => sum + count, 0);
      if (best !== null && (best.queued < queued || (best.queued === queued && best.answered <= answered)))
        continue;
      best = { session, queued, answered };
    }
    return best?.session ?? null;
  }
}
