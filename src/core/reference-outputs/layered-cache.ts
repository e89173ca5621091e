import type { CacheHits, CacheLevelName } from '../../contract/outputs.ts';
import type { Log } from '../ports.ts';
import type { CacheLevel, LevelContents } from './cache-level.ts';

export interface Found {
  readonly bytes: Uint8Array;
  /** Null where it was computed now. */
  readonly from: CacheLevelName | null;
}

export interface LevelStatistics extends CacheHits, LevelContents {
  /** Items that the level would not take. */
  readonly refusals: number;
  /** Times that it broke down and was passed over. */
  readonly failures: number;
  /** As a share of what it was asked for; null before that. */
  readonly hitRate: number | null;
}

type Counts = { hits: number; asked: number; refusals: number; failures: number };

/**
 * Levels, the fastest first. A hit fills those above it; of many who want one key at once, the first one computes it and
 * all get it. A level that fails is a level that has nothing: the answer comes from the next one, or is computed.
 */
export class LayeredCache {
  readonly #levels: readonly { readonly level: CacheLevel; readonly counts: Counts }[];
  readonly #log: Pick<Log, 'warn'>;
  readonly #underWay = new Map<string, Promise<Found>>();

  constructor(levels: readonly CacheLevel[], log: Pick<Log, 'warn'>) {
    this.#levels = levels.map((level) => ({
      level,
      counts: { hits: 0, asked: 0, refusals: 0, failures: 0 },
    }));
    this.#log = log;
  }

  async getOrCompute(key: string, compute: () => Promise<Uint8Array>): Promise<Found> {
    const underWay = this.#underWay.get(key);
    if (underWay !== undefined) return underWay;
    const found = this.#find(key, compute).finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, found);
    return found;
  }

  /** Where what was kept turned out to be of no use. */
  async replace(key: string, bytes: Uint8Array): Promise<void> {
    await this.#fill(this.#levels.length, key, bytes);
  }

  statistics(): readonly LevelStatistics[] {
    return this.#levels.map(({ level, counts }) => ({
      level: level.name,
      ...counts,
      ...level.statistics(),
      hitRate: counts.asked === 0 ? null : counts.hits / counts.asked,
    }));
  }

  /** The same without asking any level. */
  hits(): readonly CacheHits[] {
    return this.#levels.map(({ level: { name }, counts: { hits, asked } }) => ({ level: name, hits, asked }));
  }

  async #find(key: string, compute: () => Promise<Uint8Array>): Promise<Found> {
    for (const [place, { level, counts }] of this.#levels.entries()) {
      counts.asked += 1;
      const bytes = await this.#guarded(level, counts, null, () => level.get(key));
      if (bytes === null) continue;
      counts.hits += 1;
      await this.#fill(place, key, bytes);
      return { bytes, from: level.name };
    }
    const bytes = await compute();
    await this.#fill(this.#levels.length, key, bytes);
    return { bytes, from: null };
  }

  async #fill(above: number, key: string, bytes: Uint8Array): Promise<void> {
    for (const { level, counts } of this.#levels.slice(0, above)) {
      const isKept = await this.#guarded(level, counts, true, () => level.put(key, bytes));
      if (!isKept) counts.refusals += 1;
    }
  }

  async #guarded<T>(level: CacheLevel, counts: Counts, otherwise: T, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      counts.failures += 1;
      const words = error instanceof Error ? error.message : String(error);
      this.#log.warn(`The ${level.name} level of the reference outputs failed and was passed over: ${words}`);
      return otherwise;
    }
  }
}
