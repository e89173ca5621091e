import { formatPercent } from '../../../../contract/units.ts';
import { graded, unknown } from '../finding.ts';
import type { TrustRule } from './types.ts';

/** Of one core: what watches must not weigh on what is watched. */
const PERCENT = { warning: 2, bad: 10 };

export const samplerCost: TrustRule = {
  about: 'machine',
  judge({ hardware }) {
    const known = hardware.map(({ samplerCpuPercent }) => samplerCpuPercent).filter((cost) => cost !== null);
    if (known.length === 0) return unknown('The sampler, at two looks a second, had none while it measured.');
    // The middle of its readings: what its own start takes is over before most of a run, and is told all the same.
    const sorted = known.toSorted((one, other) => one - other);
    const percent = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
    const most = sorted.at(-1) ?? percent;
    const peak = most > PERCENT.warning && most > 2 * percent ? `; at most ${formatPercent(most)}` : '';
    return graded(percent, PERCENT, '%', {
      detail: `The hardware sampler used ${formatPercent(percent)} of one core${peak}.`,
      nextStep: 'See what makes reading the hardware slow here; "dyno doctor" tells what it reads.',
    });
  },
};
