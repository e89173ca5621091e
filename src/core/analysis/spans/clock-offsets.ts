export interface ClockOf {
  /** What 0 stands for on the source's own clock, in digits. */
  readonly baseNs: string;
  readonly fromNs: number;
  readonly toNs: number;
}

/**
 * What is to be added to the times of each trace so that all are on the clock of the first. Where a trace lies further
 * from the first than either is long, they are of other clocks or of another day: then they begin together.
 */
export function clockOffsetsUs(clocks: readonly ClockOf[]): readonly number[] {
  const [first] = clocks;
  if (first === undefined) return [];
  return clocks.map(({ baseNs, fromNs, toNs }) => {
    const apartNs = Number(digits(baseNs) - digits(first.baseNs));
    const gapNs = Math.max(fromNs + apartNs - first.toNs, first.fromNs - (toNs + apartNs));
    const longestNs = Math.max(toNs - fromNs, first.toNs - first.fromNs);
    return gapNs <= longestNs ? apartNs / 1000 : (first.fromNs - fromNs) / 1000;
  });
}

function digits(baseNs: string): bigint {
  return /^-?\d+$/.test(baseNs) ? BigInt(baseNs) : 0n;
}
