import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bytes } from '../contract/units.ts';

const CACHE_LINE_BYTES = 64;
/** Where the system does not say: more than most processors have. */
const FALLBACK_BYTES: Bytes = 64 * 2 ** 20;
const CPU0_CACHES = '/sys/devices/system/cpu/cpu0/cache';

/**
 * A buffer of twice the last-level cache. Overwriting it leaves nothing else in the caches of the core that does it,
 * nor in those that all cores share; what other cores keep in caches of their own goes where the shared one includes
 * them, as in most desktop processors.
 */
export class ColdCache {
  readonly #lines: Uint8Array;

  constructor(bytes: Bytes = 2 * lastLevelCache()) {
    // Written to once, so that its pages exist before the first iteration.
    this.#lines = new Uint8Array(bytes).fill(1);
  }

  get bytes(): Bytes {
    return this.#lines.length;
  }

  /** Read and written line by line: a block fill may write past the caches, which would leave them as they are. */
  overwrite(): void {
    const lines = this.#lines;
    for (let at = 0; at < lines.length; at += CACHE_LINE_BYTES) lines[at] = (lines[at] as number) + 1;
  }
}

/** The largest cache that the first core sees. */
export function lastLevelCache(folder = CPU0_CACHES): Bytes {
  try {
    const sizes = readdirSync(folder)
      .filter((name) => name.startsWith('index'))
      .map((name) => sizeOf(readFileSync(join(folder, name, 'size'), 'latin1')));
    return Math.max(...sizes, 0) || FALLBACK_BYTES;
  } catch {
    // Not Linux, or a machine that keeps it to itself.
    return FALLBACK_BYTES;
  }
}

/** "32768K" as the kernel writes it. */
function sizeOf(text: string): Bytes {
  const [, digits = '', unit = ''] = /^(\d+)([KMG]?)$/.exec(text.trim()) ?? [];
  return Number(digits) * 1024 ** ['', 'K', 'M', 'G'].indexOf(unit);
}
