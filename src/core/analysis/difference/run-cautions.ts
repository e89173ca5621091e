import type { Difference } from '../../../contract/difference.ts';
import { OVERHEAD_INDICATIVE } from '../../../contract/profile.ts';
import { formatDuration, formatNumber, formatPercent } from '../../../contract/units.ts';
import type { ProfiledRun } from './profiled-run.ts';
import type { Noise } from './times/noise.ts';

const LITTLE_SHARED = 0.5;
const LARGE_RESIDUAL = 0.1;
/** More than that an unchanged operator seldom scatters by, where nothing else runs. */
const LARGE_SPREAD = 0.1;

type Sides = readonly (readonly [side: 'A' | 'B', of: ProfiledRun])[];

/** What a reader of a difference must know. */
export function runCautions(
  a: ProfiledRun,
  b: ProfiledRun,
  { deltaMs, residualMs, residualCi95, matched, drift, parts }: Omit<Difference, 'sentence' | 'cautions'>,
  noise: Noise,
  spread: number | null,
): readonly string[] {
  const sides: Sides = [
    ['A', a],
    ['B', b],
  ];
  const cautions: string[] = [];
  for (const [side, { profile, run }] of sides) {
    if (run.latencyMs === null)
      cautions.push(`${side} has no latencies: its profile's mean stands for the median.`);
    if (profile.overheadFactor > OVERHEAD_INDICATIVE)
      cautions.push(
        `Recording made ${side} ${formatNumber(profile.overheadFactor)}× as long: its operators' shares are a hint.`,
      );
    if (profile.operators.length === 0)
      cautions.push(`Nothing was recorded of the operators of ${side}: all of its time is in the rest.`);
    for (const { kind, message } of profile.notes)
      if (kind !== 'spans-cut' && kind !== 'names-cut') cautions.push(`${side}: ${message}`);
  }
  if (a.run.config.provider !== b.run.config.provider)
    cautions.push(`A ran on ${a.run.config.provider}, B on ${b.run.config.provider}.`);
  if (a.run.environment?.host !== b.run.environment?.host)
    cautions.push('A and B ran on different machines: all of the times differ by more than the model.');
  if (matched.share < LITTLE_SHARED && parts.length > 0)
    cautions.push(
      `The two have only ${formatPercent(matched.share * 100)} of their time in common: this is one model beside another.`,
    );
  const isInside = residualCi95 !== null && residualCi95[0] <= 0 && residualCi95[1] >= 0;
  if (Math.abs(residualMs) > LARGE_RESIDUAL * Math.abs(deltaMs) && !isInside)
    cautions.push(
      `${formatDuration(Math.abs(residualMs))} of the difference lie outside of all operators: in the runtime, and in handing values over.`,
    );
  if (spread !== null && spread > LARGE_SPREAD)
    cautions.push(
      `Operators that nothing has changed about scatter by ${formatPercent(spread * 100)}: the machine was busy, and small differences are lost in that. Profile both again when it is quiet.`,
    );
  if (drift === null && matched.share >= LITTLE_SHARED)
    cautions.push('Too little is unchanged to tell what the machine itself has changed by.');
  if (noise.source === 'assumed')
    cautions.push(
      `This machine was never calibrated: two processes are taken to differ by ${formatPercent(noise.share * 100)}. "dyno calibrate" finds out.`,
    );
  return cautions;
}
