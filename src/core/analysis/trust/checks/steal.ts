import { formatDuration, formatPercent } from '../../../../contract/units.ts';
import { passedMs } from '../conditions.ts';
import { graded, unknown } from '../finding.ts';
import type { TrustRule } from './types.ts';

/** Of all processors' time. A guest sees stolen time as its own: one percent is as much as many a difference looked for. */
const PERCENT = { warning: 1, bad: 10 };
const SHORTEST_MS = 200;

export const steal: TrustRule = {
  about: 'machine',
  judge({ running, state }) {
    const before = running?.before.cpu ?? null;
    const after = running?.after.cpu ?? null;
    if (running === null || state === null || before === null || after === null)
      return unknown('This system does not tell what its hypervisor takes.');
    const passed = passedMs(running);
    if (passed < SHORTEST_MS)
      return unknown(`The run was too short to tell: ${formatDuration(passed)} in all.`);
    const percent = ((after.stolenMs - before.stolenMs) / (passed * state.after.cores)) * 100;
    return graded(Math.max(0, percent), PERCENT, '%', {
      detail: `The hypervisor gave ${formatPercent(Math.max(0, percent))} of the processors’ time to other machines.`,
      nextStep: 'Measure on a machine with processors of its own, or at another hour.',
    });
  },
};
