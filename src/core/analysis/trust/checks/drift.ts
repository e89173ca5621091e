import { formatPercent } from '../../../../contract/units.ts';
import { graded, unknown } from '../finding.ts';
import type { TrustRule } from './types.ts';

/** Of the median, from beginning to end: smaller ones are found in long runs, and change nothing that is said. */
const PERCENT = { warning: 5, bad: 20 };

export const drift: TrustRule = {
  about: 'series',
  judge({ run: { signals } }) {
    const drift = signals?.drift ?? null;
    if (drift === null)
      return unknown(
        'The series was not looked at for drift: it is too short, was cut, or of several processes.',
      );
    const percent = drift.detected ? Math.abs(drift.change) * 100 : 0;
    const way = drift.change > 0 ? 'slower' : 'faster';
    return graded(percent, PERCENT, '%', {
      detail: drift.detected
        ? `It became ${formatPercent(percent)} ${way} from beginning to end.`
        : 'It became neither faster nor slower.',
      nextStep:
        drift.change > 0
          ? 'See whether the clock fell or memory grew; let the machine cool down and measure again.'
          : 'Warm up for longer: it was still getting faster.',
    });
  },
};
