import type { Bytes } from '../../contract/units.ts';
import type { CacheLevel } from './cache-level.ts';

/** This process' own memory. */
export function memoryLevel(limitBytes: Bytes): CacheLevel {
  // A map keeps its order: what is used is taken out and put at the end.
  const items = new Map<string, Uint8Array>();
  let held = 0;
  const remove = (key: string): Uint8Array | undefined => {
    const bytes = items.get(key);
    if (bytes !== undefined) {
      items.delete(key);
      held -= bytes.byteLength;
    }
    return bytes;
  };
  const add = (key: string, bytes: Uint8Array): void => {
    items.set(key, bytes);
    held += bytes.byteLength;
  };
  return {
    name: 'memory',
    async get(key) {
      const bytes = remove(key);
      if (bytes === undefined) return null;
      add(key, bytes);
      return bytes;
    },
    async put(key, bytes) {
      remove(key);
      if (bytes.byteLength > limitBytes) return false;
      add(key, bytes);
      for (const [oldest] of items) {
        if (held <= limitBytes) break;
        remove(oldest);
      }
      return true;
    },
    statistics: () => ({ entries: items.size, bytes: held, limitBytes }),
  };
}
