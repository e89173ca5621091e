import { formatBytes, formatCount } from '../../../../contract/units.ts';
import type { Detector } from '../types.ts';

/** What the runtime keeps in memory of each event that it records, at most: that growth is the recording's. */
const EVENT_BYTES = 2048;
/** Below this, or over the whole pass below a hundredth of the process, it is no more than a heap that settles. */
const LEAST_PER_ITERATION = 4096;
const LEAST_TOTAL = 2 * 1024 * 1024;
const LEAST_SHARE = 0.01;

/** The process grows from iteration to iteration, by more than recording it explains. */
export const memoryGrowth: Detector = {
  kind: 'memory-growth',
  find({ memory, operators }) {
    const { growth } = memory ?? {};
    if (growth?.bytesPerIteration == null || growth.ci95 === null) return [];
    const events = operators.reduce((sum, { perIteration }) => sum + perIteration, 0);
    const recorded = events * EVENT_BYTES;
    const least = growth.ci95[0] - recorded;
    const resident = growth.residentBytes.filter((bytes) => bytes !== null);
    const total = least * resident.length;
    const size = resident.at(-1) ?? 0;
    if (least < LEAST_PER_ITERATION || total < Math.max(LEAST_TOTAL, LEAST_SHARE * size)) return [];
    const [low, high] = growth.ci95;
    const inUse = growth.inUseBytes.filter((bytes) => bytes !== null);
    const arena = (inUse.at(-1) ?? 0) - (inUse[0] ?? 0);
    return [
      {
        title: `Memory grows by ${formatBytes(growth.bytesPerIteration)} an iteration (${formatBytes(low)} to ${formatBytes(high)}, 95 %): ${formatBytes(1000 * growth.bytesPerIteration)} in a thousand.`,
        costMs: null,
        severity: least * 1000 > size ? 'high' : 'medium',
        evidence: [
          {
            label: 'resident',
            value: `${formatBytes(resident[0])} to ${formatBytes(size)} over ${formatCount(resident.length)} iterations`,
          },
          ...(inUse.length > 1 ? [{ label: 'of which the runtime’s arena', value: formatBytes(arena) }] : []),
          {
            label: 'recording explains at most',
            value: `${formatBytes(recorded)} an iteration (${formatCount(events)} events)`,
          },
        ],
        operators: [],
        nextStep:
          arena > total / 2
            ? 'The runtime’s own arena grows: look for shapes that change from call to call, and for a Loop or Sequence that keeps what it makes.'
            : 'The arena does not grow, the process does: look at what custom operators and the caller keep of the outputs.',
      },
    ];
  },
};
