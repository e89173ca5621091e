import { formatCount, formatDuration, formatPercent } from '../../../../contract/units.ts';
import { graded, unknown } from '../finding.ts';
import type { TrustRule } from './types.ts';

/** Of all time measured: what few samples take by count may still be most of the mean. */
const TIME_PERCENT = { warning: 10, bad: 50 };

export const outliers: TrustRule = {
  about: 'series',
  judge({ run: { signals } }) {
    const outliers = signals?.outliers ?? null;
    if (outliers === null)
      return unknown(
        'The series was not looked at for outliers: it is too short, was cut, or of several processes.',
      );
    const percent = outliers.timeShare * 100;
    const slowest = outliers.slowestMs === null ? '' : `, the slowest ${formatDuration(outliers.slowestMs)}`;
    return graded(percent, TIME_PERCENT, '%', {
      detail:
        outliers.count === 0
          ? 'There are no outliers.'
          : `${formatCount(outliers.count)} outliers (${formatPercent(outliers.share * 100)}) took ${formatPercent(percent)} of the time${slowest}.`,
      nextStep: 'Read the median and the percentiles, not the mean; see what else runs now and then.',
    });
  },
};
