import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PooledBuffer, PoolNative, PoolOptions } from '../../native/pool.d.ts';
import { loadAddon } from './load-addon.ts';

const native = loadAddon().addon?.pool;
const KIB = 1024;

/** A pool whose time passes when the test says so. */
function poolOf(options: PoolOptions) {
  const { BufferPool } = native as PoolNative;
  const time = { ms: 0 };
  return { pool: new BufferPool({ ...options, now: () => time.ms }), time };
}

const codeOf = (call: () => unknown): unknown => {
  try {
    call();
    return null;
  } catch (thrown) {
    return (thrown as { code?: string }).code;
  }
};

describe.skipIf(native === undefined)('the buffer pool (skipped where the addon is not built)', () => {
  it('lends what came back again, to whatever has its size', () => {
    const { pool } = poolOf({ limitBytes: 64 * KIB });
    const first = pool.acquire([4, 256], 'float32');
    expect(first.bytes).toBe(4 * KIB);
    first.release();
    first.release();
    const again = pool.acquire([2, 1024], 'float16');
    expect(pool.statistics()).toMatchObject({
      hits: 1,
      misses: 1,
      inUse: 1,
      pooled: 0,
      inUseBytes: 4 * KIB,
      hitRate: 0.5,
    });
    again.release();
    expect(pool.statistics()).toMatchObject({ inUse: 0, pooled: 1, pooledBytes: 4 * KIB });
    pool.clear();
    expect(pool.statistics()).toMatchObject({ pooled: 0, pooledBytes: 0 });
  });

  it('holds what was written, and nothing of one buffer shows in another', () => {
    const { pool } = poolOf({});
    const buffers = [1, 2, 3].map((value) => {
      const buffer = pool.acquire([100], 'uint8');
      buffer.write(new Uint8Array(100).fill(value));
      return buffer;
    });
    buffers[1]?.write(Uint8Array.of(9, 8), 50);
    const read = buffers.map((buffer) => {
      const to = new Uint8Array(3);
      buffer.read(to, 49);
      return [...to];
    });
    expect(read).toEqual([
      [1, 1, 1],
      [2, 9, 8],
      [3, 3, 3],
    ]);
  });

  it('gives up the longest unused for a new one, and refuses what cannot fit', () => {
    const { pool, time } = poolOf({ limitBytes: 12 * KIB });
    const [a, b, c] = [1, 2, 4].map((kib) => pool.acquire([kib * KIB], 'int8')) as [
      PooledBuffer,
      PooledBuffer,
      PooledBuffer,
    ];
    a.release();
    time.ms = 1;
    b.release();
    const large = pool.acquire([7 * KIB], 'int8');
    expect(pool.statistics()).toMatchObject({ evictions: 2, pooled: 0, inUseBytes: 11 * KIB });
    expect(codeOf(() => pool.acquire([2 * KIB], 'int8'))).toBe('POOL_FULL');
    expect(codeOf(() => pool.acquire([13 * KIB], 'int8'))).toBe('POOL_TOO_LARGE');
    expect(codeOf(() => pool.acquire([2 ** 40, 2 ** 40], 'int64'))).toBe('POOL_TOO_LARGE');
    expect(pool.statistics()).toMatchObject({ refusals: 2, inUse: 2 });
    large.release();
    c.release();
    pool.acquire([2 * KIB], 'int8').release();
  });

  it('gives up what was unused for too long, and only that', () => {
    const { pool, time } = poolOf({ keepMs: 100 });
    const [a, b] = [pool.acquire([10], 'float32'), pool.acquire([KIB], 'float32')];
    a.release();
    time.ms = 60;
    b.release();
    time.ms = 101;
    pool.expire();
    expect(pool.statistics()).toMatchObject({ expired: 1, evictions: 0, pooled: 1, pooledBytes: 4 * KIB });
    time.ms = 161;
    pool.acquire([5], 'float32');
    expect(pool.statistics()).toMatchObject({ expired: 2, hits: 0, pooled: 0 });
  });

  it('refuses use after release, beyond the end, and what is no shape', () => {
    const { pool } = poolOf({});
    const buffer = pool.acquire([8], 'uint8');
    expect(codeOf(() => buffer.write(new Uint8Array(9)))).toBe('POOL_OUT_OF_RANGE');
    expect(codeOf(() => buffer.read(new Uint8Array(1), 8))).toBe('POOL_OUT_OF_RANGE');
    buffer.read(new Uint8Array(0), 8);
    buffer.release();
    expect(codeOf(() => buffer.read(new Uint8Array(1)))).toBe('POOL_RELEASED');
    for (const shape of [[-1], [1.5], [Number.NaN], ['3'], 7] as never[]) {
      expect(codeOf(() => pool.acquire(shape, 'uint8'))).toBe('POOL_ARGUMENT');
    }
    expect(codeOf(() => pool.acquire([1], 'string'))).toBe('POOL_ARGUMENT');
    expect(codeOf(() => poolOf({ limitBytes: -1 }))).toBe('POOL_ARGUMENT');
    expect(codeOf(() => poolOf({ place: 'moon' as never }))).toBe('POOL_ARGUMENT');
    expect(pool.acquire([], 'float64').bytes).toBe(8);
    expect(pool.acquire([3, 0], 'float64').bytes).toBe(0);
  });

  it('keeps its books and its limit through anything that is asked of it', () => {
    const step = fc.oneof(
      fc.record({ take: fc.integer({ min: 0, max: 5000 }) }),
      fc.record({ giveBack: fc.nat(20) }),
      fc.record({ wait: fc.integer({ min: 0, max: 80 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const limitBytes = 16 * KIB;
        const { pool, time } = poolOf({ limitBytes, keepMs: 100 });
        const held: { readonly buffer: PooledBuffer; readonly mark: number }[] = [];
        for (const [index, what] of steps.entries()) {
          if ('take' in what) {
            try {
              const buffer = pool.acquire([what.take], 'uint8');
              buffer.write(new Uint8Array(what.take).fill(index));
              held.push({ buffer, mark: index });
            } catch (thrown) {
              expect((thrown as { code: string }).code).toBe('POOL_FULL');
            }
          } else if ('giveBack' in what) {
            const [given] = held.splice(what.giveBack % (held.length + 1), 1);
            const content = new Uint8Array(given?.buffer.bytes ?? 0);
            given?.buffer.read(content);
            expect(content.every((value) => value === given?.mark)).toBe(true);
            given?.buffer.release();
          } else {
            time.ms += what.wait;
          }
          const { inUse, inUseBytes, pooled, pooledBytes, hits, misses } = pool.statistics();
          expect(inUse).toBe(held.length);
          expect(inUseBytes + pooledBytes).toBeLessThanOrEqual(limitBytes);
          expect(inUseBytes).toBeGreaterThanOrEqual(held.reduce((sum, { buffer }) => sum + buffer.bytes, 0));
          expect(pooled === 0).toBe(pooledBytes === 0);
          expect(hits + misses).toBeGreaterThanOrEqual(inUse);
        }
        for (const { buffer } of held) buffer.release();
        time.ms += 1000;
        pool.expire();
        expect(pool.statistics()).toMatchObject({ inUse: 0, inUseBytes: 0, pooled: 0, pooledBytes: 0 });
      }),
      { numRuns: 150 },
    );
  });
});

describe.skipIf(native === undefined)('the cache over a pool (skipped where the addon is not built)', () => {
  const cacheOf = (options: PoolOptions) => {
    const { ByteCache } = native as PoolNative;
    const time = { ms: 0 };
    return { cache: new ByteCache({ ...options, now: () => time.ms }), time };
  };
  const bytes = (count: number, value: number): Uint8Array => new Uint8Array(count).fill(value);

  it('gives back what it was given, by key, and forgets on request', () => {
    const { cache } = cacheOf({});
    expect(cache.get('a')).toBeNull();
    expect(cache.put('a', Uint8Array.of(1, 2, 3))).toBe(true);
    expect(cache.put('a', Uint8Array.of(4, 5))).toBe(true);
    expect(cache.put('empty', new Uint8Array(0))).toBe(true);
    expect(cache.get('a')).toEqual(Uint8Array.of(4, 5));
    expect(cache.get('empty')).toEqual(new Uint8Array(0));
    expect(cache.statistics()).toMatchObject({ entries: 2, bytes: 2, hits: 2, misses: 1 });
    expect([cache.delete('a'), cache.delete('a')]).toEqual([true, false]);
    cache.clear();
    expect(cache.statistics()).toMatchObject({ entries: 0, bytes: 0 });
  });

  it('gives up the least recently used, and refuses what is larger than all of it', () => {
    const { cache } = cacheOf({ limitBytes: 4 * KIB });
    for (const key of ['a', 'b', 'c', 'd']) cache.put(key, bytes(KIB, key.charCodeAt(0)));
    cache.get('a');
    expect(cache.put('e', bytes(KIB, 1))).toBe(true);
    expect([cache.get('b'), cache.get('a')?.[0]]).toEqual([null, 97]);
    expect(cache.put('large', bytes(4 * KIB + 1, 1))).toBe(false);
    expect(cache.statistics()).toMatchObject({ entries: 4, evictions: 1, refusals: 1 });
    expect(cache.put('whole', bytes(4 * KIB, 7))).toBe(true);
    expect(cache.statistics()).toMatchObject({ entries: 1, bytes: 4 * KIB });
  });

  it('does not believe what is older than its time, however often it was used', () => {
    const { cache, time } = cacheOf({ keepMs: 100 });
    cache.put('old', bytes(1, 1));
    time.ms = 90;
    cache.put('new', bytes(1, 2));
    expect(cache.get('old')).not.toBeNull();
    time.ms = 101;
    expect(cache.get('old')).toBeNull();
    expect(cache.get('new')).not.toBeNull();
    expect(cache.statistics()).toMatchObject({ entries: 1, expired: 1 });
  });

  it('is what a list of the last used would be', () => {
    const step = fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      size: fc.option(fc.integer({ min: 1, max: 1500 })),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        // Three of up to 1,500 bytes always fit; more may or may not, by what sizes are rounded up to.
        const { cache } = cacheOf({ limitBytes: 3 * 1536 });
        const known = new Map<string, number>();
        for (const [index, { key, size }] of steps.entries()) {
          if (size !== null) {
            expect(cache.put(key, bytes(size, index))).toBe(true);
            known.delete(key);
            known.set(key, index % 256);
          } else {
            const got = cache.get(key);
            const mark = known.get(key);
            if (mark !== undefined && [...known.keys()].slice(-3).includes(key)) expect(got?.[0]).toBe(mark);
            if (got === null) known.delete(key);
            else {
              expect(got[0]).toBe(mark);
              known.delete(key);
              known.set(key, mark ?? 0);
            }
          }
          expect(cache.statistics().bytes).toBeLessThanOrEqual(3 * 1536);
        }
      }),
      { numRuns: 150 },
    );
  });
});
