import { describe, expect, it } from 'vitest';
import type { DynoNative } from '../../../native/index.d.ts';
import { loadAddon } from '../../native/load-addon.ts';
import { CardByteCache } from './card-byte-cache.ts';
import { cudaOrNull, useStandIn, WITHOUT } from './stand-in-cuda.test-support.ts';

const { addon } = loadAddon();
const MIB = 1024 ** 2;

function cacheWith(script: string): CardByteCache {
  useStandIn('stand_in_cuda', script);
  return new CardByteCache(() => addon as DynoNative);
}

const thrownBy = (call: () => unknown): unknown => {
  try {
    return call();
  } catch (thrown) {
    return thrown;
  }
};

describe.skipIf(cudaOrNull === null)(`bytes kept on a card, here a stand-in for one ${WITHOUT}`, () => {
  it('are read back, and counted, within a quarter of what is free', () => {
    const cache = cacheWith(`memory=${64 * MIB}`);
    expect(cache.put('a', Uint8Array.of(1, 2, 255))).toBe(true);
    expect(cache.get('a')).toEqual(Uint8Array.of(1, 2, 255));
    expect(cache.get('b')).toBeNull();
    expect(cache.put('large', new Uint8Array(17 * MIB))).toBe(false);
    const counts = { entries: 1, bytes: 3, hits: 1, misses: 1, refusals: 1, evictions: 0, expired: 0 };
    expect(cache.statistics()).toEqual({
      ...counts,
      card: expect.stringContaining('tand-in') as string,
      reason: '',
      isStandIn: true,
      limitBytes: 16 * MIB,
    });
  });

  it.each([
    ['no card', 'devices=0', /no GPU|NO_DEVICE|no CUDA/i],
    ['a card that is too old', 'capability=61', /compute capability 6\.1/],
  ])('can’t be where there is %s, and it is said', (_case, script, reason) => {
    const cache = cacheWith(script);
    expect(cache.statistics()).toMatchObject({ card: null, entries: 0, limitBytes: 0, isStandIn: false });
    expect(cache.statistics().reason).toMatch(reason);
    for (const call of [() => cache.get('a'), () => cache.put('a', Uint8Array.of(1))]) {
      expect(thrownBy(call)).toMatchObject({
        code: 'PROVIDER_UNAVAILABLE',
        message: expect.stringMatching(reason) as string,
      });
    }
  });

  it('are told of as lost with the card, by a code and the driver’s own', () => {
    const cache = cacheWith('lose=cuMemcpyDtoH:719@1');
    cache.put('a', Uint8Array.of(1));
    expect(thrownBy(() => cache.get('a'))).toMatchObject({
      code: 'RUN_FAILED',
      message: expect.stringMatching(
        /^Keeping bytes on .* failed: CUDA_ERROR_[A-Z_]+: (?!CUDA_ERROR)/,
      ) as string,
    });
    expect(cache.statistics()).toMatchObject({ entries: 0, bytes: 0 });
  });

  it('find their place later where the card was too full for a context', () => {
    const cache = cacheWith('fail=cuDevicePrimaryCtxRetain:2@1');
    expect(thrownBy(() => cache.statistics())).toMatchObject({ code: 'RUN_FAILED' });
    useStandIn();
    expect(cache.put('a', Uint8Array.of(1))).toBe(true);
  });
});
