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
    const percent = known.reduce((sum, cost) => sum + cost, 0) / known.length;
    return graded(percent, PERCENT, '%', {
      detail: `The hardware sampler used ${formatPercent(percent)} of one core.`,
      nextStep: 'See what makes reading the hardware slow here; "dyno doctor" tells what it reads.',
    });
  },
};
