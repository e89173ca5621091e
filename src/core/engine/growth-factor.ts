import type { Bytes } from '../../contract/units.ts';

export interface GrowthSeen {
  readonly predictedBytes: Bytes;
  readonly measuredBytes: Bytes;
}

/** Runs that grew by less tell more of the process than of the model. */
const LEAST_BYTES = 20e6;
/** A run of another size has another mix of weights and intermediate values. */
const FARTHEST = Math.log(4);
/** Beyond these something else was measured: another program's pages, a run that swapped. */
const [LOWEST, HIGHEST] = [0.4, 2.5];

/**
 * Measured over predicted growth, as the runs nearest in size had it (the median of three); null where none is near.
 */
export function growthFactor(seen: readonly GrowthSeen[], wantedBytes: Bytes): number | null {
  const away = ({ predictedBytes }: GrowthSeen): number => Math.abs(Math.log(predictedBytes / wantedBytes));
  const ratios = seen
    .filter(({ measuredBytes, predictedBytes }) => Math.min(measuredBytes, predictedBytes) >= LEAST_BYTES)
    .filter((run) => away(run) <= FARTHEST)
    .sort((left, right) => away(left) - away(right))
    .slice(0, 3)
    .map(({ measuredBytes, predictedBytes }) => measuredBytes / predictedBytes)
    .filter((ratio) => ratio >= LOWEST && ratio <= HIGHEST)
    .sort((left, right) => left - right);
  return ratios[(ratios.length - 1) >> 1] ?? null;
}
