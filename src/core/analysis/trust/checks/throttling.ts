import { formatCount } from '../../../../contract/units.ts';
import { graded, unknown } from '../finding.ts';
import type { TrustRule } from './types.ts';

/** A processor counts each time that it slows down for its heat; one is a moment, many are most of the run. */
const EVENTS = { warning: 0, bad: 9 };

export const throttling: TrustRule = {
  about: 'machine',
  judge({ run: { config }, state }) {
    const before = state?.before.throttleEvents ?? null;
    const after = state?.after.throttleEvents ?? null;
    if (before === null || after === null)
      return unknown('This system does not count how often its processor slows down for heat.');
    const events = Math.max(0, after - before);
    if (events === 0 && config.provider !== 'cpu')
      return unknown('The processor did not slow down for heat; the GPU’s own reasons are not looked at.');
    return graded(events, EVENTS, 'times', {
      detail:
        events === 0
          ? 'The processor did not slow down for heat.'
          : `Heat slowed the processor down ${events === 1 ? 'once' : `${formatCount(events)} times`} during the run.`,
      nextStep: 'Let it cool down, or pause between runs; a lower steady clock is better than a hot one.',
    });
  },
};
