import { formatDuration, formatPercent } from '../../../../contract/units.ts';
import type { Detector } from './types.ts';

/** The PyTorch profiler's plugin recommends workers from this share of the step on. */
const NOTICEABLE = 0.05;

/** Nothing ran but the loading of data. */
export const dataLoaderWait: Detector = {
  kind: 'data-loader-wait',
  find: ({ report: { meanStep, steps } }) => {
    if (meanStep === null || meanStep.durationUs <= 0) return null;
    const share = meanStep.dataLoaderUs / meanStep.durationUs;
    if (share < NOTICEABLE) return null;
    const worst = steps.reduce((most, step) => (step.dataLoaderUs > most.dataLoaderUs ? step : most));
    const perStep = formatDuration(meanStep.dataLoaderUs / 1000);
    return {
      title: `Steps wait ${perStep} for data: ${formatPercent(100 * share)} of their time.`,
      text: `In ${perStep} of a step of ${formatDuration(meanStep.durationUs / 1000)} the device has nothing to do and the host does nothing but load data; most in ${worst.name}, ${formatDuration(worst.dataLoaderUs / 1000)}.`,
      nextStep:
        'Give the DataLoader worker processes (num_workers, persistent_workers, prefetch_factor), pin its memory, and move decoding and augmentation there or onto the GPU.',
      costUs: meanStep.dataLoaderUs * steps.length,
      evidence: [
        { label: 'loading, a step', value: perStep },
        { label: 'of the step', value: formatPercent(100 * share) },
        { label: 'steps', value: String(steps.length) },
      ],
      at: { fromUs: worst.startUs, toUs: worst.startUs + worst.durationUs },
    };
  },
};
