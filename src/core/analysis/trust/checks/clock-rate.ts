import { formatNumber, formatPercent } from '../../../../contract/units.ts';
import { graded, unknown } from '../finding.ts';
import type { TrustRule } from './types.ts';

const FEWEST_TICKS = 4;
/** The second half's median below the highest seen: turbo steps are a few percent, throttling is more. */
const PERCENT = { warning: 5, bad: 20 };

export const clockRate: TrustRule = {
  about: 'machine',
  judge({ hardware }) {
    const rates = hardware.map(({ cpuFastestMHz }) => cpuFastestMHz).filter((rate) => rate !== null);
    if (hardware.length < FEWEST_TICKS)
      return unknown(`Too few looks at the clock: ${hardware.length} of ${FEWEST_TICKS}, two a second.`);
    if (rates.length < FEWEST_TICKS) return unknown('This system does not tell its processors’ clock.');
    const highest = Math.max(...rates);
    const mhz = `${formatNumber(highest, 4)} MHz`;
    // A real clock is never the same to the kHz each time: this one is what the processor is sold with.
    if (rates.every((rate) => rate === highest))
      return unknown(`This system tells only the nominal clock, ${mhz}.`);
    const later = median(rates.slice(Math.floor(rates.length / 2)));
    const percent = (1 - later / highest) * 100;
    return graded(percent, PERCENT, '%', {
      detail: `The fastest core ran at ${formatNumber(later, 4)} MHz in the second half, ${formatPercent(percent)} below its highest of ${mhz}.`,
      nextStep: 'Fix the clock (governor "performance", turbo off), or let the machine cool down.',
    });
  },
};

function median(values: readonly number[]): number {
  const ascending = [...values].sort((a, b) => a - b);
  const middle = (ascending.length - 1) / 2;
  const [low, high] = [ascending[Math.floor(middle)] ?? 0, ascending[Math.ceil(middle)] ?? 0];
  return (low + high) / 2;
}
