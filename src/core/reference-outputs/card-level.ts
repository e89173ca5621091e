import type { ProberApi } from '../../contract/prober-api.ts';
import type { Milliseconds } from '../../contract/units.ts';
import { ProberLink, type Ask } from '../engine/probe/prober-link.ts';
import type { CorePorts } from '../ports.ts';
import type { CacheLevel, LevelContents } from './cache-level.ts';

/** A driver takes seconds to wake its cards; one that hangs takes for ever. */
const LONGEST_MS = 10_000;
const IDLE_MS = 5 * 60_000;
/** After a failure nothing is asked of the card for so long: whoever compares waits for no driver twice in a row. */
const REST_MS = 10 * 60_000;

export interface CardSurroundings {
  readonly clock: Pick<CorePorts['clock'], 'monotonic'>;
  readonly launchProber: CorePorts['launchProber'];
  /** A stand-in's memory is no card's: tests alone keep anything there. */
  readonly takesStandIn?: boolean;
  readonly limits?: { readonly longestMs?: Milliseconds; readonly idleMs?: Milliseconds };
}

export interface CardLevel extends CacheLevel {
  isHere(): Promise<boolean>;
  /** Takes the context off the card, and what was kept there with it; the next question makes another. */
  leave(): Promise<void>;
}

const NOTHING: LevelContents = { entries: 0, bytes: 0, limitBytes: 0 };

/**
 * A card's memory, in a prober's process that is started for the first question and lives until it was idle for long, is
 * told to leave, or fails. The core itself loads no driver.
 */
export function cardLevel(around: CardSurroundings): CardLevel {
  const { clock, launchProber, takesStandIn = false, limits } = around;
  let link: ProberLink | null = null;
  let hasCard: boolean | null = null;
  let restsUntil: Milliseconds = -Infinity;
  let contents = NOTHING;
  let idle: ReturnType<typeof setTimeout> | undefined;
  let last: Promise<unknown> = Promise.resolve();

  /** One question after the other: each has the time limit to itself. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
  const end = async (): Promise<void> => {
    clearTimeout(idle);
    const ending = link;
    link = null;
    contents = NOTHING;
    await ending?.end();
  };
  const restOnFailure = async <T>(work: () => Promise<T>): Promise<T> => {
    clearTimeout(idle);
    try {
      return await work();
    } catch (error) {
      restsUntil = clock.monotonic() + REST_MS;
      await end();
      throw error;
    } finally {
      if (link !== null) idle = setTimeout(() => void inTurn(end), limits?.idleMs ?? IDLE_MS);
    }
  };
  const start = async (): Promise<boolean> => {
    const opened = new ProberLink(launchProber, () => undefined, limits?.longestMs ?? LONGEST_MS);
    link = opened;
    hasCard = await makeReady(opened, takesStandIn);
    if (hasCard) contents = await opened.ask('looking at the cache on the card', statisticsOf);
    else await end();
    return hasCard;
  };
  const asked = <T>(what: string, ask: Ask<T>): Promise<T | null> =>
    inTurn(async () => {
      const current = link;
      if (current === null) return null;
      return restOnFailure(async () => {
        const answer = await current.ask(what, ask);
        contents = await current.ask('looking at the cache on the card', statisticsOf);
        return answer;
      });
    });

  return {
    name: 'gpu',
    isHere: () =>
      inTurn(async () => {
        if (hasCard === false || clock.monotonic() < restsUntil) return false;
        return link !== null || restOnFailure(start);
      }),
    get: (key) => asked('reading what is kept on the card', (prober) => prober.cacheGet(key)),
    put: async (key, bytes) => {
      const isKept = await asked('keeping outputs on the card', (prober) => prober.cachePut(key, bytes));
      return isKept ?? false;
    },
    statistics: () => contents,
    // At once: what is asked of the card at the time is passed over.
    leave: end,
  };
}

/** Whether there is a card of its own kind to keep anything on; only then is a context made. */
async function makeReady(link: ProberLink, takesStandIn: boolean): Promise<boolean> {
  const { missing, cuda } = await link.ask('loading the native addon', (prober) => prober.describe());
  if (missing !== null || !cuda.isLoaded || (cuda.isStandIn && !takesStandIn)) return false;
  const { card } = await link.ask('making a cache on the card', (prober) => prober.cacheStatistics());
  return card !== null;
}

async function statisticsOf(prober: ProberApi): Promise<LevelContents> {
  const { entries, bytes, limitBytes } = await prober.cacheStatistics();
  return { entries, bytes, limitBytes };
}
