import { formatDuration } from '../../../../contract/units.ts';
import { passedMs } from '../conditions.ts';
import { graded, stated, unknown } from '../finding.ts';
import type { TrustRule } from './types.ts';

/** A clock that is disciplined moves by half a thousandth at most; a tenth of a second is one that was set. */
const SET_MS = 100;
const SLEW = 0.001;

export const wallClock: TrustRule = {
  about: 'machine',
  judge({ measuring }) {
    if (measuring === null) return unknown('The clocks were not read around this run.');
    const { before, after } = measuring;
    const passed =
      before.bootMs !== null && after.bootMs !== null
        ? Math.max(passedMs(measuring), after.bootMs - before.bootMs)
        : passedMs(measuring);
    const jump = after.wallMs - before.wallMs - passed;
    const limit = SET_MS + SLEW * passed;
    if (Math.abs(jump) <= limit) return stated('ok', 'The wall clock went on evenly.');
    const how =
      before.bootMs === null && jump > 0
        ? 'The machine was suspended, or its wall clock set forward,'
        : `The wall clock was set ${jump > 0 ? 'forward' : 'back'}`;
    return graded(Math.abs(jump), { warning: limit, bad: Infinity }, 'ms', {
      detail: `${how} by ${formatDuration(Math.abs(jump))} while it measured: latencies have a clock of their own, but the hardware’s curve is shifted.`,
      nextStep: 'Measure again where the hardware’s curve matters.',
    });
  },
};
