import type { Bytes } from '../../contract/units.ts';
import type { CorePorts } from '../ports.ts';
import type { Store } from '../store/store.ts';
import type { CacheLevel } from './cache-level.ts';

/** The store's own table: what was computed yesterday, or by another program on the same data. */
export function diskLevel(
  store: Pick<Store, 'referenceOutputs' | 'putReferenceOutputs' | 'referenceOutputsKept'>,
  clock: Pick<CorePorts['clock'], 'wall'>,
  limitBytes: Bytes,
): CacheLevel {
  return {
    name: 'disk',
    get: async (key) => store.referenceOutputs(key, clock.wall()),
    put: async (key, bytes) => store.putReferenceOutputs(key, bytes, clock.wall(), limitBytes),
    statistics: () => ({ ...store.referenceOutputsKept(), limitBytes }),
  };
}
