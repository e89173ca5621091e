/** Clocks further apart than this are different clocks: one counts from 1970, another from the start of its machine. */
const SAME_CLOCK_NS = 24n * 3600n * 1_000_000_000n;

export interface ClockOf {
  /** What 0 stands for on the source's own clock, in digits. */
  readonly baseNs: string;
  readonly fromNs: number;
}

/**
 * What is to be added to the times of each trace so that all are on the clock of the first. Where the clocks have
 * nothing to do with each other, they begin together.
 */
export function clockOffsetsUs(clocks: readonly ClockOf[]): readonly number[] {
  const [first] = clocks;
  if (first === undefined) return [];
  return clocks.map(({ baseNs, fromNs }) => {
    const apart = digits(baseNs) - digits(first.baseNs);
    const size = apart < 0n ? -apart : apart;
    return size < SAME_CLOCK_NS ? Number(apart) / 1000 : (first.fromNs - fromNs) / 1000;
  });
}

function digits(baseNs: string): bigint {
  return /^-?\d+$/.test(baseNs) ? BigInt(baseNs) : 0n;
}
