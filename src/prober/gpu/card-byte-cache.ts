import { DynoError } from '../../contract/errors.ts';
import type { CardCache } from '../../contract/prober-api.ts';
import type { DynoNative } from '../../../native/index.d.ts';
import type { ByteCache } from '../../../native/pool.d.ts';
import { openCards } from './open-cards.ts';

const MOST_BYTES = 4 * 1024 ** 3;
/** Of what is free when the cache is made: the rest is for models. */
const LARGEST_SHARE = 1 / 4;
const KEPT_MS = 3_600_000;

type Natives = Pick<DynoNative, 'cuda' | 'pool'>;
type Opened =
  | { readonly cache: ByteCache; readonly card: string; readonly isStandIn: boolean }
  | { readonly cache: null; readonly reason: string };

/** Bytes in the memory of the first usable card. Nothing touches a card before the first question. */
export class CardByteCache {
  readonly #natives: () => Natives;
  #opened: Opened | null = null;

  /** What gives the addon may throw: so does then every call. */
  constructor(natives: () => Natives) {
    this.#natives = natives;
  }

  get(key: string): Uint8Array | null {
    const { cache, card } = this.#cardOrThrow();
    return onCard(card, () => cache.get(key));
  }

  put(key: string, bytes: Uint8Array): boolean {
    const { cache, card } = this.#cardOrThrow();
    return onCard(card, () => cache.put(key, bytes));
  }

  statistics(): CardCache {
    const opened = this.#open();
    if (opened.cache === null) return { ...EMPTY, reason: opened.reason };
    const { card, isStandIn, cache } = opened;
    const { hitRate: _rate, ...counts } = cache.statistics();
    return { card, reason: '', isStandIn, ...counts };
  }

  #cardOrThrow(): Extract<Opened, { card: string }> {
    const opened = this.#open();
    if (opened.cache !== null) return opened;
    throw new DynoError({
      code: 'PROVIDER_UNAVAILABLE',
      message: `Nothing can be kept on a card here: ${opened.reason}.`,
      subject: 'the cache on a card',
      nextStep: 'Keep it in memory or on the disk; "dyno doctor" says what the GPU lacks.',
    });
  }

  /** What was found is remembered: no driver, or no card, is no fault and stays so for this process. */
  #open(): Opened {
    this.#opened ??= openCache(this.#natives());
    return this.#opened;
  }
}

const EMPTY: CardCache = {
  card: null,
  reason: '',
  isStandIn: false,
  entries: 0,
  bytes: 0,
  limitBytes: 0,
  hits: 0,
  misses: 0,
  evictions: 0,
  expired: 0,
  refusals: 0,
};

function openCache({ cuda, pool }: Natives): Opened {
  const { cards, reason } = cardsOf(cuda);
  const [device] = cards?.devices ?? [];
  if (cards === null || device === undefined) return { cache: null, reason };
  return onCard(device.name, () => {
    const place = cards.driver.createContext(device.ordinal);
    const limitBytes = Math.min(MOST_BYTES, Math.floor(place.memory().freeBytes * LARGEST_SHARE));
    const cache = new pool.ByteCache({ place, limitBytes, keepMs: KEPT_MS });
    return { cache, card: device.name, isStandIn: cards.driver.isStandIn };
  });
}

function cardsOf(cuda: Natives['cuda']) {
  try {
    const cards = openCards(cuda);
    return { cards, reason: cards.reason };
  } catch (thrown) {
    return { cards: null, reason: wordsOf(thrown).replace(/\.$/, '') };
  }
}

const wordsOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

function onCard<Result>(card: string, work: () => Result): Result {
  try {
    return work();
  } catch (thrown) {
    const { code } = thrown as { code?: unknown };
    const called = typeof code === 'string' ? `${code}: ` : '';
    throw new DynoError({
      code: 'RUN_FAILED',
      message: `Keeping bytes on ${card} failed: ${called}${wordsOf(thrown)}`,
      subject: card,
      nextStep: 'Start the process anew; if it happens again, look at the driver with "dyno doctor".',
    });
  }
}
