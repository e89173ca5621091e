import { formatCount, formatDuration, formatPercent } from '../../../../contract/units.ts';
import { graded, unknown } from '../finding.ts';
import type { TrustRule } from './types.ts';

/** Of all time measured, and only what they take beyond the median: that is how far they carry the mean off. */
const TIME_PERCENT = { warning: 10, bad: 50 };

export const outliers: TrustRule = {
  about: 'series',
  judge({ run: { signals, latencyMs } }) {
    const outliers = signals?.outliers ?? null;
    if (outliers === null)
      return unknown(
        'The series was not looked at for outliers: it is too short, was cut, or of several processes.',
      );
    const usual = latencyMs === null ? 0 : outliers.share * (latencyMs.p50 / latencyMs.mean);
    const percent = Math.max(0, outliers.timeShare - usual) * 100;
    const slowest = outliers.slowestMs === null ? '' : `, the slowest ${formatDuration(outliers.slowestMs)}`;
    return graded(percent, TIME_PERCENT, '%', {
      detail:
        outliers.count === 0
          ? 'There are no outliers.'
          : `${formatCount(outliers.count)} outliers (${formatPercent(outliers.share * 100)}) cost ${formatPercent(percent)} of the time beyond what usual ones take${slowest}.`,
      nextStep: 'Read the median and the percentiles, not the mean; see what else runs now and then.',
    });
  },
};
