import type { CacheLevelName } from '../../contract/outputs.ts';
import type { Bytes } from '../../contract/units.ts';

/**
 * One place where bytes are kept by key: this process' memory, a card, the disk, or a server that a team shares. A new
 * one implements this and is put where it belongs by its speed; nothing above knows which levels there are.
 *
 * - `put` replaces what was there, gives up what was used least recently to stay within its limit, and answers false
 *   where the item alone is larger than the level, or not worth its time; it never waits for room.
 * - `get` answers null for what it has not, or has no more. Bytes given and taken are not changed afterwards.
 * - Whatever goes wrong (a lost card, a server that is away) is thrown: the item is then looked for further down.
 */
export interface CacheLevel {
  readonly name: CacheLevelName;
  /**
   * Of a level that not every machine has: asked before anything else is, and what it needs is made ready then. Where it
   * says false, nothing is asked of the level, and nobody hears of it.
   */
  isHere?(): Promise<boolean>;
  get(key: string): Promise<Uint8Array | null>;
  put(key: string, bytes: Uint8Array): Promise<boolean>;
  statistics(): LevelContents;
}

export interface LevelContents {
  readonly entries: number;
  readonly bytes: Bytes;
  readonly limitBytes: Bytes;
}
