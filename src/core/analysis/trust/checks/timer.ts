import { formatDuration, formatPercent } from '../../../../contract/units.ts';
import { graded, unknown } from '../finding.ts';
import type { TrustRule } from './types.ts';

/** Of the median: a step as large as that is a rounding error of the same size in each sample. */
const PERCENT = { warning: 1, bad: 10 };

export const timer: TrustRule = {
  about: 'machine',
  judge({ run: { latencyMs, resources } }) {
    const timerStepMs = resources?.timerStepMs ?? null;
    if (timerStepMs === null || latencyMs === null || latencyMs.p50 <= 0)
      return unknown('The clock’s smallest step was not seen.');
    const percent = (timerStepMs / latencyMs.p50) * 100;
    return graded(percent, PERCENT, '%', {
      detail: `The clock’s smallest step, ${formatDuration(timerStepMs)}, is ${formatPercent(percent)} of the median.`,
      nextStep: 'Take a larger batch, so that one iteration takes longer.',
    });
  },
};
