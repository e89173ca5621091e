import { formatPercent } from '../../../../contract/units.ts';
import { passedMs } from '../conditions.ts';
import { graded, unknown } from '../finding.ts';
import type { TrustRule } from './types.ts';

/**
 * Of the time measured, over all threads of the worker: what it stood ready for and did not get is in its latencies.
 * On two cores that are otherwise idle 5 to 9 % are usual: the runtime's threads and Node's own take turns.
 */
const PERCENT = { warning: 12, bad: 30 };
const SHORTEST_MS = 20;

export const cpuWait: TrustRule = {
  about: 'machine',
  judge({ measuring }) {
    const before = measuring?.before.worker?.waitedMs ?? null;
    const after = measuring?.after.worker?.waitedMs ?? null;
    if (measuring === null || before === null || after === null)
      return unknown('Nothing tells how long the worker waited for a processor.');
    if (passedMs(measuring) < SHORTEST_MS)
      return unknown('The measured loop was too short to tell how long its worker waited.');
    const percent = (Math.max(0, after - before) / passedMs(measuring)) * 100;
    return graded(percent, PERCENT, '%', {
      detail: `The worker’s threads stood ready and waited for a processor during ${formatPercent(percent)} of the time.`,
      nextStep: 'Close other programs, or give the model fewer threads than there are cores.',
    });
  },
};
