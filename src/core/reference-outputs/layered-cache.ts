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
type Counted = { readonly level: CacheLevel; readonly counts: Counts };

/**
 * Levels, the fastest first. A hit fills those above it; of many who want one key at once, the first one computes it and
 * all get it. A level that fails is a level that has nothing: the answer comes from the next one, or is computed.
 */
export class LayeredCache {
  readonly #levels: readonly Counted[];
  readonly #log: Pick<Log, 'warn'>;
  readonly #underWay = new Map<string, Promise<Found>>();

  constructor(levels: readonly CacheLevel[], log: Pick<Log, 'warn'>) {
    this.#levels = levels.map((level) => ({
      level,
      counts: { hits: 0, asked: 0, refusals: 0, failures: 0 },
    }));
    this.#log = log;
  }

  /** What is left out is neither asked nor filled. */
  async getOrCompute(
    key: string,
    compute: () => Promise<Uint8Array>,
    leftOut: readonly CacheLevelName[] = [],
  ): Promise<Found> {
    const underWay = this.#underWay.get(key);
    if (underWay !== undefined) return underWay;
    const found = this.#find(this.#levelsWithout(leftOut), key, compute);
    const whole = found.finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, whole);
    return whole;
  }

  /** Where what was kept turned out to be of no use. */
  async replace(key: string, bytes: Uint8Array, leftOut: readonly CacheLevelName[] = []): Promise<void> {
    await this.#fill(this.#levelsWithout(leftOut), key, bytes);
  }

  statistics(): readonly LevelStatistics[] {
    return this.#known(({ failures }) => failures > 0).map(({ level, counts }) => ({
      level: level.name,
      ...counts,
      ...level.statistics(),
      hitRate: counts.asked === 0 ? null : counts.hits / counts.asked,
    }));
  }

  /** The same without asking any level. */
  hits(): readonly CacheHits[] {
    return this.#known().map(({ level: { name }, counts: { hits, asked } }) => ({
      level: name,
      hits,
      asked,
    }));
  }

  /** A level that may not be here is told of when it was. */
  #known(orBy: (counts: Counts) => boolean = () => false): readonly Counted[] {
    return this.#levels.filter(
      ({ level, counts }) => level.isHere === undefined || counts.asked > 0 || orBy(counts),
    );
  }

  #levelsWithout(leftOut: readonly CacheLevelName[]): readonly Counted[] {
    return this.#levels.filter(({ level }) => !leftOut.includes(level.name));
  }

  async #find(levels: readonly Counted[], key: string, compute: () => Promise<Uint8Array>): Promise<Found> {
    for (const [place, counted] of levels.entries()) {
      const { level, counts } = counted;
      if (!(await this.#isHere(counted))) continue;
      counts.asked += 1;
      const bytes = await this.#guarded(counted, null, () => level.get(key));
      if (bytes === null) continue;
      counts.hits += 1;
      await this.#fill(levels.slice(0, place), key, bytes);
      return { bytes, from: level.name };
    }
    const bytes = await compute();
    await this.#fill(levels, key, bytes);
    return { bytes, from: null };
  }

  async #fill(levels: readonly Counted[], key: string, bytes: Uint8Array): Promise<void> {
    for (const counted of levels) {
      if (!(await this.#isHere(counted))) continue;
      const isKept = await this.#guarded(counted, true, () => counted.level.put(key, bytes));
      if (!isKept) counted.counts.refusals += 1;
    }
  }

  async #isHere(counted: Counted): Promise<boolean> {
    return this.#guarded(counted, false, async () => (await counted.level.isHere?.()) ?? true);
  }

  async #guarded<T>({ level, counts }: Counted, otherwise: T, work: () => Promise<T>): Promise<T> {
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
