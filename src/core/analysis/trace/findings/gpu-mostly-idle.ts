import { formatDuration, formatPercent } from '../../../../contract/units.ts';
import type { Detector } from './types.ts';

const HALF = 0.5;

/** The device did nothing for most of the steps' time, whatever for. */
export const gpuMostlyIdle: Detector = {
  kind: 'gpu-mostly-idle',
  find: ({ report, wholeUs, busyUs }) => {
    if (!report.hasGpu || wholeUs <= 0) return null;
    const share = busyUs / wholeUs;
    if (share >= HALF) return null;
    const gap = report.gaps[0];
    return {
      title: `The GPU works ${formatPercent(100 * share)} of the time.`,
      text: `Of ${formatDuration(wholeUs / 1000)} it is busy for ${formatDuration(busyUs / 1000)}${gap === undefined ? '' : `; the longest gap of a stream is ${formatDuration((gap.toUs - gap.fromUs) / 1000)}, ${REASONS[gap.reason]}`}.`,
      nextStep:
        'Look at what the host does in the longest gaps; the other findings and the split of steps say whether it is data, launching, synchronisation or code on the host.',
      costUs: wholeUs - busyUs,
      evidence: [
        { label: 'busy', value: formatPercent(100 * share) },
        { label: 'idle', value: formatDuration((wholeUs - busyUs) / 1000) },
      ],
      at: gap === undefined ? null : { fromUs: gap.fromUs, toUs: gap.toUs },
    };
  },
};

const REASONS = {
  'host-wait': 'in which nothing had been launched',
  'kernel-wait': 'between kernels',
  other: 'with work already launched',
} as const;
