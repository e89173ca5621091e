import { formatPercent } from '../../../../contract/units.ts';
import { graded, unknown } from '../finding.ts';
import type { TrustRule } from './types.ts';

/** A normal distribution's deviation is so many times its median absolute deviation. */
const DEVIATIONS_PER_MAD = 1.4826;
/** Of the median. A model on a quiet machine spreads by some percent; an exponential distribution, all noise, by 103 %. */
const PERCENT = { warning: 25, bad: 60 };

export const spread: TrustRule = {
  about: 'series',
  judge({ run: { latencyMs } }) {
    if (latencyMs === null || latencyMs.count < 2 || latencyMs.p50 <= 0)
      return unknown('There are too few samples for a spread.');
    const percent = ((DEVIATIONS_PER_MAD * latencyMs.mad) / latencyMs.p50) * 100;
    return graded(percent, PERCENT, '%', {
      detail: `Samples usually lie ${formatPercent(percent)} from the median (robust deviation).`,
      nextStep: 'Look at the distribution; fix the threads, close other programs, or measure for longer.',
    });
  },
};
