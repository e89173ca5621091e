/** Seeds from text (FNV-1a), so that each tensor has a stream of its own whatever stands beside it. */
export function seedOf(text: string, seed = 0): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let at = 0; at < text.length; at++) {
    hash ^= text.charCodeAt(at);
    hash = Math.imul(hash, 0x01000193) >>> 0;
  }
  // Finish as MurmurHash3 does: names that differ in one letter get seeds that differ everywhere.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Marsaglia's xorshift32 (J. Stat. Soft. 8/14, 2003). Callers keep the state in a local: that is what makes it fast. */
export function nextRandom(state: number): number {
  state ^= state << 13;
  state ^= state >>> 17;
  return state ^ (state << 5);
}

/** A state that xorshift accepts: never zero. */
export function randomState(seed: number): number {
  let state = seed | 0 || 0x9e3779b9;
  for (let round = 0; round < 4; round++) state = nextRandom(state);
  return state;
}
