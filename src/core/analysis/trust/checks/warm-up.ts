import { formatCount } from '../../../../contract/units.ts';
import { STEADY_NEEDS_ITERATIONS } from '../../steady-state.ts';
import { stated, unknown } from '../finding.ts';
import type { TrustRule } from './types.ts';

export const warmUp: TrustRule = {
  about: 'series',
  judge({ run: { signals } }) {
    const warmup = signals?.warmup ?? null;
    if (warmup === null) return unknown('Whether the model was warm was not looked at.');
    const after = `${formatCount(warmup.iterations)} iterations of warm-up`;
    if (warmup.steady) return stated('ok', `The series was steady after ${after}.`);
    if (warmup.endedBy === 'cap' && warmup.iterations < STEADY_NEEDS_ITERATIONS)
      return unknown(
        `Only ${after} fitted into its time: too few to tell whether the series was steady. Drift tells.`,
      );
    const given =
      warmup.endedBy === 'cap'
        ? `The series was not steady when the warm-up was given up after ${after}`
        : `The series was not steady after ${after}`;
    // What was measured then is what counts.
    if (signals?.drift?.detected === false)
      return stated('ok', `${given}, but what was measured then does not drift.`);
    return stated(
      'warning',
      `${given}.`,
      'Warm up for longer (--warmup), or let Dyno find the end of it by leaving the number out.',
    );
  },
};
