import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CacheLevel } from './cache-level.ts';
import { LayeredCache } from './layered-cache.ts';
import { memoryLevel } from './memory-level.ts';

const bytes = (count: number, value = 1): Uint8Array => new Uint8Array(count).fill(value);
const never = (): Promise<Uint8Array> => Promise.reject(new Error('It is there already.'));

function cacheOf(...levels: readonly CacheLevel[]) {
  const warnings: string[] = [];
  return { cache: new LayeredCache(levels, { warn: (text) => void warnings.push(text) }), warnings };
}

/** A level of the memory's kind under another name, or one that breaks. */
const disk = (limit: number): CacheLevel => ({ ...memoryLevel(limit), name: 'disk' });
const broken: CacheLevel = {
  name: 'gpu',
  get: () => Promise.reject(new Error('GPU is lost')),
  put: () => Promise.reject(new Error('GPU is lost')),
  statistics: () => ({ entries: 0, bytes: 0, limitBytes: 0 }),
};

describe('levels of a cache', () => {
  it('are filled from below by a hit, and all by what was computed', async () => {
    const [near, far] = [memoryLevel(100), disk(100)];
    const { cache } = cacheOf(near, far);
    await far.put('a', bytes(3));
    expect(await cache.getOrCompute('a', never)).toEqual({ bytes: bytes(3), from: 'disk' });
    expect(await cache.getOrCompute('a', never)).toEqual({ bytes: bytes(3), from: 'memory' });
    expect((await cache.getOrCompute('b', async () => bytes(5))).from).toBeNull();
    expect([await near.get('b'), await far.get('b')]).toEqual([bytes(5), bytes(5)]);
    expect(cache.statistics()).toMatchObject([
      { level: 'memory', hits: 1, asked: 3, entries: 2, bytes: 8, limitBytes: 100, hitRate: 1 / 3 },
      { level: 'disk', hits: 1, asked: 2, entries: 2, hitRate: 0.5 },
    ]);
  });

  it('let one compute what many ask for at once', async () => {
    const { cache } = cacheOf(memoryLevel(100));
    let computed = 0;
    let finish: (value: Uint8Array) => void = () => undefined;
    const slow = new Promise<Uint8Array>((resolve) => (finish = resolve));
    const compute = (): Promise<Uint8Array> => {
      computed += 1;
      return slow;
    };
    const asked = Array.from({ length: 20 }, () => cache.getOrCompute('a', compute));
    finish(bytes(4));
    const answers = await Promise.all(asked);
    expect(computed).toBe(1);
    expect(new Set(answers).size).toBe(1);
    await expect(cache.getOrCompute('b', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect((await cache.getOrCompute('b', async () => bytes(1))).from).toBeNull();
  });

  it('refuse by themselves what is too large for them', async () => {
    const { cache } = cacheOf(memoryLevel(10), disk(100));
    await cache.getOrCompute('large', async () => bytes(50));
    expect((await cache.getOrCompute('large', never)).from).toBe('disk');
    expect(cache.statistics()).toMatchObject([
      { refusals: 2, entries: 0 },
      { refusals: 0, entries: 1 },
    ]);
    await cache.getOrCompute('huge', async () => bytes(500));
    expect((await cache.getOrCompute('huge', async () => bytes(500))).from).toBeNull();
  });

  it('are passed over where one breaks, and it is said', async () => {
    const { cache, warnings } = cacheOf(broken, memoryLevel(100));
    await cache.getOrCompute('a', async () => bytes(2));
    expect((await cache.getOrCompute('a', never)).from).toBe('memory');
    expect(cache.statistics()).toMatchObject([{ failures: 4, hits: 0, hitRate: 0 }, { failures: 0 }]);
    expect(warnings[0]).toContain('GPU is lost');
    expect(cacheOf(memoryLevel(1)).cache.statistics()[0]?.hitRate).toBeNull();
  });

  it('are not asked, and not told of, where they are not here or left out', async () => {
    let isHere = false;
    const card: CacheLevel = { ...memoryLevel(100), name: 'gpu', isHere: async () => isHere };
    const { cache } = cacheOf(card, disk(100));
    const names = () => cache.hits().map(({ level }) => level);
    await cache.getOrCompute('a', async () => bytes(2));
    expect([names(), card.statistics().entries]).toEqual([['disk'], 0]);
    isHere = true;
    await cache.getOrCompute('a', never, ['gpu']);
    await cache.replace('a', bytes(2), ['gpu']);
    expect([names(), card.statistics().entries]).toEqual([['disk'], 0]);
    expect((await cache.getOrCompute('a', never)).from).toBe('disk');
    expect((await cache.getOrCompute('a', never)).from).toBe('gpu');
    isHere = false;
    expect((await cache.getOrCompute('a', never)).from).toBe('disk');
    expect(cache.hits()).toMatchObject([{ level: 'gpu', hits: 1, asked: 2 }, { level: 'disk' }]);
  });

  it('can be told that what they keep is of no use', async () => {
    const { cache } = cacheOf(memoryLevel(100), disk(100));
    await cache.getOrCompute('a', async () => bytes(2));
    await cache.replace('a', bytes(3, 9));
    expect((await cache.getOrCompute('a', never)).bytes).toEqual(bytes(3, 9));
  });
});

describe('the level in memory', () => {
  it('holds no more than its limit, and always the latest that fit', async () => {
    const step = fc.record({ key: fc.constantFrom(...'abcdefgh'), size: fc.option(fc.nat(60)) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 100 }), async (steps) => {
        const level = memoryLevel(100);
        // The latest used last, as it ought to be.
        const model: [key: string, size: number][] = [];
        const forget = (key: string): [string, number][] => {
          const place = model.findIndex(([known]) => known === key);
          return place < 0 ? [] : model.splice(place, 1);
        };
        for (const { key, size } of steps) {
          if (size === null) {
            const known = forget(key);
            model.push(...known);
            expect((await level.get(key))?.byteLength).toBe(known[0]?.[1]);
          } else {
            forget(key);
            model.push([key, size]);
            while (model.reduce((sum, [, one]) => sum + one, 0) > 100) model.shift();
            expect(await level.put(key, bytes(size))).toBe(true);
          }
          const held = model.reduce((sum, [, one]) => sum + one, 0);
          expect(level.statistics()).toEqual({ entries: model.length, bytes: held, limitBytes: 100 });
        }
      }),
      { numRuns: 200 },
    );
  });
});
