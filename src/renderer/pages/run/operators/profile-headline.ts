import type { ProfileSummary } from '../../../../contract/profile.ts';
import { formatCount, formatDuration, formatNumber } from '../../../../contract/units.ts';

/** "200 iterations were recorded in 1 slice; recording made them 1.13 times slower." */
export function profileHeadline({
  iterations,
  slices,
  overheadFactor,
  profiledMeanMs,
}: ProfileSummary): string {
  return (
    `${formatCount(iterations)} ${iterations === 1 ? 'iteration was' : 'iterations were'} recorded in ` +
    `${formatCount(slices)} ${slices === 1 ? 'slice' : 'slices'} at ${formatDuration(profiledMeanMs)} each: ` +
    `×${formatNumber(overheadFactor)} of the clean time.`
  );
}
