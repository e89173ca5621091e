import { formatDuration, formatNumber, formatPercent } from '../../../../contract/units.ts';
import type { Detector } from './types.ts';

/** Volta was the first with tensor cores. */
const FIRST_CAPABILITY = 7;
const NOTICEABLE = 0.15;
const USED = 0.05;

/** Matrix products and convolutions that ran on the ordinary units of a card that has tensor cores. */
export const tensorCoresUnused: Detector = {
  kind: 'tensor-cores-unused',
  find: ({ report: { kernels, kernelUs, devices }, tensorCoreWorkUs, computeCapability }) => {
    if (computeCapability === null || computeCapability < FIRST_CAPABILITY || kernelUs <= 0) return null;
    const used = kernels.reduce(
      (sum, kernel) => sum + (kernel.usesTensorCores === true ? kernel.totalUs : 0),
      0,
    );
    const unknown = kernels.reduce(
      (sum, kernel) => sum + (kernel.usesTensorCores === null ? kernel.totalUs : 0),
      0,
    );
    const eligible = tensorCoreWorkUs - used - unknown;
    if (eligible < NOTICEABLE * kernelUs || used > USED * kernelUs) return null;
    return {
      title: `${formatPercent((100 * tensorCoreWorkUs) / kernelUs)} of the kernel time could run on tensor cores and does not.`,
      text: `Operators such as matrix products and convolutions launched ${formatDuration(tensorCoreWorkUs / 1000)} of work on ${devices[0]?.name ?? 'this card'}; kernels that use tensor cores took ${formatDuration(used / 1000)}.`,
      nextStep:
        'Use automatic mixed precision (torch.autocast with bfloat16 or float16), or allow TF32 (torch.backends.cuda.matmul.allow_tf32), with dimensions divisible by 8.',
      costUs: null,
      severity: eligible >= 0.5 * kernelUs ? 'warning' : 'info',
      evidence: [
        { label: 'work that could', value: formatDuration(tensorCoreWorkUs / 1000) },
        { label: 'on tensor cores', value: formatDuration(used / 1000) },
        { label: 'compute capability', value: formatNumber(computeCapability) },
      ],
      at: null,
    };
  },
};
