import {
  formatBytes,
  formatCount,
  formatDuration,
  formatNumber,
  formatPercent,
} from '../../../../contract/units.ts';
import { isPageableCopy } from '../names.ts';
import type { Detector } from './types.ts';

const NOTICEABLE = 0.01;

/** Copies from or to memory that the driver must stage: slower, and the call waits. */
export const pageableCopies: Detector = {
  kind: 'pageable-copies',
  find: ({ report: { copies }, wholeUs }) => {
    const pageable = copies.filter(({ name }) => isPageableCopy(name));
    const totalUs = pageable.reduce((sum, copy) => sum + copy.totalUs, 0);
    const count = pageable.reduce((sum, copy) => sum + copy.count, 0);
    if (wholeUs <= 0 || totalUs < NOTICEABLE * wholeUs) return null;
    const bytes = pageable.reduce((sum, copy) => sum + (copy.bytes ?? 0), 0);
    const slowest = Math.min(...pageable.map(({ gbPerSecond }) => gbPerSecond ?? Number.POSITIVE_INFINITY));
    return {
      title: `${formatCount(count)} copies from pageable memory take ${formatDuration(totalUs / 1000)}.`,
      text: `${formatPercent((100 * totalUs) / wholeUs)} of the time goes to copies between the device and memory that is not pinned: the driver copies it once more on the way, and the call does not return before.`,
      nextStep:
        'Pin the host memory (DataLoader pin_memory=True, tensor.pin_memory()) and copy with non_blocking=True.',
      costUs: totalUs,
      evidence: [
        { label: 'copies', value: `${formatCount(count)} of ${formatBytes(bytes)} in all` },
        { label: 'of the time', value: formatPercent((100 * totalUs) / wholeUs) },
        ...(Number.isFinite(slowest) ? [{ label: 'bandwidth', value: `${formatNumber(slowest)} GB/s` }] : []),
      ],
      at: null,
    };
  },
};
