import { describe, expect, it } from 'vitest';
import type { CudaNative } from '../../../native/cuda.d.ts';
import type { PoolNative } from '../../../native/pool.d.ts';
import { loadAddon } from '../../native/load-addon.ts';
import { cudaOrNull, useStandIn, WITHOUT } from './stand-in-cuda.test-support.ts';

const KIB = 1024;
const pool = loadAddon().addon?.pool;

const codeOf = (call: () => unknown): unknown => {
  try {
    call();
    return null;
  } catch (thrown) {
    return (thrown as { code?: string }).code;
  }
};

describe.skipIf(cudaOrNull === null || pool === undefined)(
  `pools on a card, of a stand-in ${WITHOUT}`,
  () => {
    const { BufferPool, ByteCache } = (pool ?? {}) as PoolNative;
    const contextOf = (script = '') => {
      useStandIn('stand_in_cuda', script);
      return (cudaOrNull as CudaNative).open().createContext(0);
    };

    it.each([false, true])('lend its memory, use it again and give it back (pinned: %s)', (pinned) => {
      const place = contextOf();
      const before = place.memory().freeBytes;
      const buffers = new BufferPool({ place, pinned });
      const buffer = buffers.acquire([3, 5], 'float32');
      const values = Float32Array.from({ length: 15 }, (_, index) => index / 7);
      buffer.write(values);
      const read = new Float32Array(15);
      buffer.read(read);
      expect(read).toEqual(values);
      expect(place.memory().freeBytes < before).toBe(!pinned);
      buffer.release();
      buffers.acquire([15], 'float32').release();
      expect(buffers.statistics()).toMatchObject({ hits: 1, misses: 1, pooled: 1 });
      buffers.clear();
      expect(place.memory().freeBytes).toBe(before);
    });

    it('give up what is unused where the card is full, before its limit is reached', () => {
      const buffers = new BufferPool({ place: contextOf(`memory=${64 * KIB}`) });
      const [a, b] = [buffers.acquire([24 * KIB], 'uint8'), buffers.acquire([20 * KIB], 'uint8')];
      a.release();
      b.release();
      const large = buffers.acquire([40 * KIB], 'uint8');
      expect(buffers.statistics()).toMatchObject({ evictions: 1, inUse: 1 });
      expect(codeOf(() => buffers.acquire([30 * KIB], 'uint8'))).toBe('POOL_OUT_OF_MEMORY');
      large.release();
      buffers.clear();
    });

    it('keep bytes by key on the card, within its memory', () => {
      const cache = new ByteCache({ place: contextOf(`memory=${32 * KIB}`) });
      for (const [index, key] of [...'abcde'].entries()) {
        expect(cache.put(key, new Uint8Array(8 * KIB).fill(index))).toBe(true);
      }
      expect(cache.get('a')).toBeNull();
      expect(cache.get('e')?.every((value) => value === 4)).toBe(true);
      expect(cache.put('huge', new Uint8Array(64 * KIB))).toBe(false);
      cache.clear();
    });

    it('say so when the card is lost, and hold nothing of it any more', () => {
      const place = contextOf('lose=cuMemcpyDtoH:719@1');
      const cache = new ByteCache({ place });
      expect(cache.put('a', Uint8Array.of(1, 2, 3))).toBe(true);
      expect(codeOf(() => cache.get('a'))).toMatch(/^CUDA_ERROR/);
      expect(cache.statistics()).toMatchObject({ entries: 0, bytes: 0 });
      expect(codeOf(() => cache.put('b', Uint8Array.of(1)))).toMatch(/^CUDA_ERROR/);
    });
  },
);
