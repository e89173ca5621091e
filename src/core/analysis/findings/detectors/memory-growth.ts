import { formatBytes, formatCount } from '../../../../contract/units.ts';
import { isGrowing } from '../../operators/growth-words.ts';
import type { Detector } from '../types.ts';

/** The process grows from iteration to iteration. */
export const memoryGrowth: Detector = {
  kind: 'memory-growth',
  find({ memory }) {
    const { growth } = memory ?? {};
    if (growth?.bytesPerIteration == null || growth.ci95 === null || !isGrowing(growth)) return [];
    const resident = growth.residentBytes.filter((bytes) => bytes !== null);
    const size = resident.at(-1) ?? 0;
    const [low, high] = growth.ci95;
    const inUse = growth.inUseBytes.filter((bytes) => bytes !== null);
    const arena = (inUse.at(-1) ?? 0) - (inUse[0] ?? 0);
    return [
      {
        title: `Memory grows by ${formatBytes(growth.bytesPerIteration)} an iteration (${formatBytes(low)} to ${formatBytes(high)}, 95 %): ${formatBytes(1000 * growth.bytesPerIteration)} in a thousand.`,
        costMs: null,
        severity: 1000 * low > size ? 'high' : 'medium',
        evidence: [
          {
            label: 'resident',
            value: `${formatBytes(resident[0])} to ${formatBytes(size)} over ${formatCount(resident.length)} iterations, nothing recorded`,
          },
          ...(inUse.length > 1 ? [{ label: 'of which the runtime’s arena', value: formatBytes(arena) }] : []),
        ],
        operators: [],
        nextStep:
          arena > growth.bytesPerIteration
            ? 'The runtime’s own arena grows: look for shapes that change from call to call, and for a Loop or Sequence that keeps what it makes.'
            : 'The arena does not grow, the process does: look at what custom operators and the caller keep of the outputs.',
      },
    ];
  },
};
