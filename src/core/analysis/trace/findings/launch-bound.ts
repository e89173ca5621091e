import { formatCount, formatDuration, formatPercent } from '../../../../contract/units.ts';
import type { Detector } from './types.ts';

/** Longer gaps have a cause of their own (data, a synchronisation): launching takes some microseconds. */
const SHORT_GAP_US = 100;
const NOTICEABLE = 0.1;
const MANY = 100;
const BUCKETS = 100;

/** Streams run dry between kernels, again and again, since the host does not launch as fast as the device works. */
export const launchBound: Detector = {
  kind: 'launch-bound',
  find: ({ hostWaits, wholeUs, report }) => {
    const { fromUs, toUs } = hostWaits;
    let totalUs = 0;
    let count = 0;
    const buckets = new Float64Array(BUCKETS);
    for (let at = 0; at < fromUs.length; at += 1) {
      const from = fromUs[at] as number;
      const gap = (toUs[at] as number) - from;
      if (gap > SHORT_GAP_US) continue;
      totalUs += gap;
      count += 1;
      const bucket = Math.min(BUCKETS - 1, Math.max(0, Math.floor((from / report.spanUs) * BUCKETS)));
      buckets[bucket] = (buckets[bucket] as number) + gap;
    }
    const streams = Math.max(1, report.devices.length);
    const share = wholeUs > 0 ? totalUs / streams / wholeUs : 0;
    if (count < MANY || share < NOTICEABLE) return null;
    const worst = buckets.indexOf(Math.max(...buckets));
    const call = report.launches?.callUs.p50;
    return {
      title: `The device waits ${formatDuration(totalUs / 1000)} for launches, in ${formatCount(count)} gaps of at most ${SHORT_GAP_US} µs.`,
      text: `In ${formatPercent(100 * share)} of the time a stream had run dry and what came next was not launched yet. The host cannot launch as fast as the device works.`,
      nextStep:
        'Make fewer and larger kernels (torch.compile, fused optimizers, foreach), capture the step as a CUDA graph (torch.cuda.graph, mode="reduce-overhead"), or enlarge the batch.',
      costUs: totalUs / streams,
      evidence: [
        { label: 'gaps that the host caused', value: formatCount(count) },
        { label: 'of the time', value: formatPercent(100 * share) },
        ...(call === undefined
          ? []
          : [{ label: 'a launch call, median', value: formatDuration(call / 1000) }]),
        {
          label: 'kernels shorter than their launch',
          value: formatCount(report.launches?.shorterThanLaunch ?? 0),
        },
      ],
      at: {
        fromUs: (worst / BUCKETS) * report.spanUs,
        toUs: ((worst + 1) / BUCKETS) * report.spanUs,
      },
    };
  },
};
