/** One thing that Dyno must withstand. Throws where it does not; gives a word where it could not be tried. */
export interface SoakCase {
  readonly name: string;
  run(say: (text: string) => void): Promise<undefined | { readonly skipped: string }>;
}

export function must(condition: boolean, what: string, evidence: unknown = ''): asserts condition {
  if (!condition)
    throw new Error(`${what}${evidence === '' ? '' : `: ${JSON.stringify(evidence).slice(0, 2_000)}`}`);
}

/** A repeatable stand-in for chance, so that a failing round can be run again. */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
