import { formatDuration, formatPercent } from '../../../../contract/units.ts';
import { isCommunicationKernel } from '../names.ts';
import type { Detector } from './types.ts';

/**
 * Below a quarter of the warps that a multiprocessor could hold, latency of memory is rarely hidden. Kernels on tensor
 * cores and those that communicate live well with less, and are left out.
 */
const LOW_PERCENT = 25;
const NOTICEABLE = 0.2;

export const lowOccupancy: Detector = {
  kind: 'low-occupancy',
  find: ({ report: { kernels, kernelUs } }) => {
    const low = kernels.filter(
      ({ name, occupancyPercent, usesTensorCores }) =>
        occupancyPercent !== null &&
        occupancyPercent < LOW_PERCENT &&
        usesTensorCores === false &&
        !isCommunicationKernel(name),
    );
    const totalUs = low.reduce((sum, kernel) => sum + kernel.totalUs, 0);
    const [most] = low;
    if (most === undefined || kernelUs <= 0 || totalUs < NOTICEABLE * kernelUs) return null;
    const share = totalUs / kernelUs;
    return {
      title: `Kernels of ${formatPercent(100 * share)} of the kernel time keep under ${LOW_PERCENT} % of the device's warps busy.`,
      text: `${low.length} kernels with an estimated occupancy under ${LOW_PERCENT} % take ${formatDuration(totalUs / 1000)}; the dearest, ${most.name.slice(0, 120)}, has ${formatPercent(most.occupancyPercent)}.`,
      nextStep:
        'Give them more to do at once: a larger batch, or fused operators (torch.compile); of own kernels look at registers and shared memory per block.',
      costUs: null,
      severity: share >= 0.5 ? 'warning' : 'info',
      evidence: [
        { label: 'kernel time at low occupancy', value: formatDuration(totalUs / 1000) },
        ...low.slice(0, 3).map(({ name, occupancyPercent, totalUs: us }) => ({
          label: name.slice(0, 80),
          value: `${formatPercent(occupancyPercent)} in ${formatDuration(us / 1000)}`,
        })),
      ],
      at: null,
    };
  },
};
