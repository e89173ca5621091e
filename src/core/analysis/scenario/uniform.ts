import { nextRandom, randomState, seedOf } from '../../model/random.ts';

/** Numbers in [0, 1), the same for the same seed; `purpose` keeps two streams of one seed apart. */
export function uniform(seed: number, purpose: string): () => number {
  let state = randomState(seedOf(purpose, seed));
  return () => {
    state = nextRandom(state);
    return (state >>> 0) / 2 ** 32;
  };
}
