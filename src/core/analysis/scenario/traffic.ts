import type { Milliseconds } from '../../../contract/units.ts';

/** When queries come. Times are since the point's start and never decrease. */
export interface Traffic {
  /** When the next query that is known of is due; Infinity where none is. */
  readonly nextAtMs: Milliseconds;
  /** Takes that query, and gives the time from which its latency counts. */
  take(nowMs: Milliseconds): Milliseconds;
  /** A client has its answer. */
  answered(atMs: Milliseconds): void;
}

/**
 * So many clients, each asking again as soon as it has its answer: single-stream is one of them. A client's query
 * counts from when it asks; what lies between its answer and that is the load generator's own.
 */
export function closedTraffic(streams: number, untilMs: Milliseconds, most = Infinity): Traffic {
  const due: Milliseconds[] = new Array<Milliseconds>(Math.min(streams, most)).fill(0);
  let asked = due.length;
  return {
    get nextAtMs() {
      return due[0] ?? Number.POSITIVE_INFINITY;
    },
    take(nowMs) {
      due.shift();
      return nowMs;
    },
    answered(atMs) {
      if (atMs >= untilMs || asked >= most) return;
      asked += 1;
      due.push(atMs);
    },
  };
}

/**
 * Poisson arrivals: the gaps are exponential, drawn by inversion (Devroye 1986, II.2). They come whether or not
 * earlier ones were answered, so that a slow answer cannot thin out those that would have met a queue.
 */
export function poissonTraffic(
  perSecond: number,
  untilMs: Milliseconds,
  random: () => number,
  most = Infinity,
): Traffic {
  let taken = 0;
  let next = 0;
  const advance = (): void => {
    next += (-Math.log(1 - random()) * 1000) / perSecond;
    if (next >= untilMs || taken >= most) next = Number.POSITIVE_INFINITY;
  };
  advance();
  return {
    get nextAtMs() {
      return next;
    },
    take() {
      const at = next;
      taken += 1;
      advance();
      return at;
    },
    answered: () => undefined,
  };
}

/** All of them at the beginning. */
export function offlineTraffic(count: number): Traffic {
  let left = count;
  return {
    get nextAtMs() {
      return left > 0 ? 0 : Number.POSITIVE_INFINITY;
    },
    take() {
      left -= 1;
      return 0;
    },
    answered: () => undefined,
  };
}
