import { formatCount } from '../../../../contract/units.ts';
import type { TrustRule } from './types.ts';

/** Six independent samples are the fewest whose range holds the median 19 times in 20: 1 − 2 · 0.5⁶. */
const FEWEST = 6;
/** Below that many independent samples intervals promise more than they hold. */
const ENOUGH = 50;

export const samples: TrustRule = {
  about: 'series',
  judge({ run: { latencyMs } }) {
    const count = latencyMs?.count ?? 0;
    const independent = Math.min(count, latencyMs?.effectiveSize ?? count);
    const state = independent < FEWEST ? 'bad' : independent < ENOUGH ? 'warning' : 'ok';
    const wanted = state === 'bad' ? FEWEST : ENOUGH;
    const more = Math.max(1, Math.ceil(count * (wanted / Math.max(independent, 1)) - count));
    const asMany =
      independent < count ? `, worth ${formatCount(Math.floor(independent))} independent ones` : '';
    const few = `${formatCount(count)} ${count === 1 ? 'sample' : 'samples'}${asMany}`;
    if (state === 'ok')
      return {
        state,
        detail: `There are ${few}.`,
        value: independent,
        limit: wanted,
        unit: 'samples',
        nextStep: '',
      };
    return {
      state,
      detail: `There are only ${few}: needs ${formatCount(more)} more.`,
      value: independent,
      limit: wanted,
      unit: 'samples',
      nextStep: `Measure ${formatCount(count + more)} iterations (--iterations ${count + more}).`,
    };
  },
};
