import { formatCount, formatDuration, formatPercent } from '../../../../contract/units.ts';
import type { Detector } from './types.ts';

/** Less is within what a step's own end takes. */
const NOTICEABLE = 0.02;

/** The host stops until the device has done all: it cannot launch ahead meanwhile. */
export const syncInHotPath: Detector = {
  kind: 'sync-in-hot-path',
  find: ({ synchronisations, longestSynchronisation, wholeUs, steps }) => {
    const totalUs = synchronisations.reduce((sum, each) => sum + each.totalUs, 0);
    const count = synchronisations.reduce((sum, each) => sum + each.count, 0);
    const [most] = synchronisations;
    if (most === undefined || wholeUs <= 0 || totalUs < NOTICEABLE * wholeUs || count < steps) return null;
    return {
      title: `The host waits ${formatDuration(totalUs / 1000)} for the device in ${formatCount(count)} synchronisations inside of steps.`,
      text: `${formatCount(count)} calls in ${formatCount(steps)} steps, ${most.name} the most with ${formatDuration(most.totalUs / 1000)}. While the host waits it launches nothing, so that the device runs dry after each of them.`,
      nextStep:
        'Look for .item(), .cpu(), print of a tensor, nonzero and boolean masks, torch.cuda.synchronize and copies that block; keep losses on the device and read them every so many steps.',
      costUs: totalUs,
      evidence: [
        { label: 'waiting', value: formatDuration(totalUs / 1000) },
        { label: 'of the time', value: formatPercent((100 * totalUs) / wholeUs) },
        ...synchronisations.slice(0, 3).map(({ name, count: calls, totalUs: us }) => ({
          label: name,
          value: `${formatCount(calls)} times, ${formatDuration(us / 1000)}`,
        })),
      ],
      at: longestSynchronisation,
    };
  },
};
