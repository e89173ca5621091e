import { formatBytes, formatDuration, formatNumber, formatPercent } from '../../../../contract/units.ts';
import { busyMs, bytesMoved } from '../../operators/operator-sum.ts';
import { arithmeticRoof, ceilingsFor, ceilingsOfRun, leastMs } from '../../operators/attained.ts';
import { nameOf, shareInWords } from '../operators-in-words.ts';
import type { Detector } from '../types.ts';

const LEAST_SHARE = 0.1;
const FAR_UNDER = 0.2;
/** Of less than this, starting the operator is what takes the time. */
const LEAST_MS = 0.02;

/** An operator that takes much of the time and does little with it, by what this machine was measured to do. */
export const farUnderRoofline: Detector = {
  kind: 'far-under-roofline',
  find({ operators, cleanMeanMs }, { probe, run }) {
    const ceilings = ceilingsOfRun(probe, run.environment, run.config);
    return operators.flatMap((operator, place) => {
      const times = Math.max(1, operator.perIteration);
      const ms = busyMs(operator);
      if (operator.selfMs <= LEAST_SHARE * cleanMeanMs || ms / times < LEAST_MS) return [];
      const roofs = ceilingsFor(operator.provider, ceilings);
      const ideal = roofs === null ? null : leastMs(operator, roofs);
      if (roofs === null || ideal === null || ideal <= 0) return [];
      if (ideal >= FAR_UNDER * ms) return [];
      const bytes = bytesMoved(operator) ?? 0;
      const intensity = (operator.flops ?? 0) / bytes;
      const attainable = Math.min(arithmeticRoof(operator, roofs), intensity * roofs.memory);
      const achieved = (operator.flops ?? 0) / (ms * 1e6);
      return [
        {
          title: `${nameOf(operator)} (${operator.op}) takes ${shareInWords(operator.selfMs, cleanMeanMs)} and reaches ${formatPercent((100 * ideal) / ms)} of what its work allows here.`,
          costMs: ms - ideal,
          evidence: [
            {
              label: 'achieved',
              value: `${formatNumber(achieved)} GFLOP/s and ${formatNumber(bytes / (ms * 1e6))} GB/s`,
            },
            {
              label: `attainable at ${formatNumber(intensity)} FLOP/byte`,
              value: `${formatNumber(attainable)} GFLOP/s and ${formatNumber(roofs.memory)} GB/s (${roofs.name}, probed)`,
            },
            {
              label: 'under the roof it would take',
              value: `${formatDuration(ideal)} for ${formatBytes(bytes)} instead of ${formatDuration(ms)}`,
            },
          ],
          operators: [place],
          nextStep:
            'Look for a form of it that the provider has a good kernel for (another layout or type, the same in other operators), and see whether it uses all threads.',
        },
      ];
    });
  },
};
