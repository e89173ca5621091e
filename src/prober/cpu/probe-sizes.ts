import type { Bytes } from '../../contract/units.ts';
import type { CacheLevel } from './cache-levels.ts';

const MEBIBYTE = 1024 ** 2;
/** Of all arrays together: three that each go well beyond any usual cache. */
const LEAST = 192 * MEBIBYTE;
/** More is no better, and on a large machine takes seconds to touch. */
const MOST = 8192 * MEBIBYTE;
const MOST_OF_ONE_THREAD = 768 * MEBIBYTE;
/** Where the kernel tells of no cache, one of this size is taken for granted. */
const UNKNOWN_CACHE = 64 * MEBIBYTE;
/** What is measured must not push anything out, nor the container over its limit. */
const SHARE_OF_MEMORY = 0.4;
const SMALLEST_STEP = 4096;

export interface ProbeSizes {
  /** Of all arrays and threads together; each array is four times the last cache, as STREAM wants it, if memory allows. */
  readonly memory: Bytes;
  /** The same for one thread, which has one such cache to itself. */
  readonly memoryOfOne: Bytes;
  /** What each thread reads over and over. */
  readonly ladder: readonly Bytes[];
  /** What each thread reads so that it comes from that level. */
  readonly within: readonly { readonly level: CacheLevel; readonly bytes: Bytes }[];
}

export function probeSizes(
  caches: readonly CacheLevel[],
  threads: number,
  availableBytes: Bytes,
): ProbeSizes {
  const last = caches.at(-1);
  const limit = availableBytes * SHARE_OF_MEMORY;
  const beyond = (cache: Bytes, most: Bytes): Bytes =>
    Math.max(SMALLEST_STEP * threads, Math.min(Math.max(LEAST, 3 * 4 * cache), most, limit));
  const memory = beyond(last?.totalBytes ?? UNKNOWN_CACHE, MOST);
  const ladder: Bytes[] = [];
  for (let bytes = SMALLEST_STEP; bytes * threads < memory; bytes *= 2) ladder.push(bytes);
  ladder.push(Math.floor(memory / threads));
  return {
    memory,
    memoryOfOne: beyond(last?.bytes ?? UNKNOWN_CACHE, MOST_OF_ONE_THREAD),
    ladder,
    within: caches.map((level, place) => {
      const nearer = caches[place - 1];
      const share = (of: CacheLevel): Bytes => of.bytes / Math.min(of.sharedBy, threads);
      // Read in turn, what is larger than the nearer cache never comes from there: its lines are gone before they are
      // wanted again. Half of the own one leaves room for what caches keep besides.
      return { level, bytes: Math.floor(share(level) / 2 + (nearer === undefined ? 0 : share(nearer))) };
    }),
  };
}
