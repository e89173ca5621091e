import type { ClockAlignment } from '../../contract/hardware-channels.ts';
import type { Milliseconds } from '../../contract/units.ts';

/** One question to another process for its clock: when it was sent and answered by ours, and what theirs said. */
export interface ClockExchange {
  readonly sentMs: Milliseconds;
  readonly remoteMs: Milliseconds;
  readonly receivedMs: Milliseconds;
}

const EXCHANGES = 8;

/**
 * Their clock less ours. The answer was made at some time between question and answer: assumed in the middle, it is
 * wrong by half of the round trip at most, so that the quickest exchange says most (Mills, RFC 5905, section 8). Null
 * where there was none.
 */
export function alignClocks(exchanges: readonly ClockExchange[]): ClockAlignment | null {
  let best: { offsetMs: Milliseconds; errorMs: Milliseconds } | null = null;
  for (const { sentMs, remoteMs, receivedMs } of exchanges) {
    const errorMs = (receivedMs - sentMs) / 2;
    if (errorMs >= 0 && errorMs < (best?.errorMs ?? Number.POSITIVE_INFINITY))
      best = { offsetMs: remoteMs - (sentMs + errorMs), errorMs };
  }
  return best === null ? null : { ...best, exchanges: exchanges.length };
}

/** Asks another process for its clock a few times, one after the other; null where it does not answer. */
export async function measureAlignment(
  ask: () => Promise<Milliseconds>,
  now: () => Milliseconds,
): Promise<ClockAlignment | null> {
  const exchanges: ClockExchange[] = [];
  try {
    for (let exchange = 0; exchange < EXCHANGES; exchange += 1) {
      const sentMs = now();
      const remoteMs = await ask();
      exchanges.push({ sentMs, remoteMs, receivedMs: now() });
    }
  } catch {
    // What was heard before it fell silent is as good as ever.
  }
  return alignClocks(exchanges);
}

/** A time by their clock, told by ours. What lies within the error cannot be told from no difference: it is left. */
export function offsetToApply(alignment: ClockAlignment | null): Milliseconds {
  if (alignment === null) return 0;
  return Math.abs(alignment.offsetMs) > alignment.errorMs ? alignment.offsetMs : 0;
}
