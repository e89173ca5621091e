import { formatDuration } from '../../../../contract/units.ts';
import { passedMs } from '../conditions.ts';
import { graded, stated, unknown, worstOf, type Finding } from '../finding.ts';
import type { TrustRule } from './types.ts';

/** The clock that counts a suspend is told in hundredths of a second: far above that, and below any real suspend. */
const SUSPENDED_MS = { warning: 100, bad: 500 };
/** A second in which a process that is usually done in a fiftieth of it did nothing: stopped, or its machine was. */
const STANDSTILL_MS = 1000;
const STANDSTILL_MEDIANS = 50;

export const suspended: TrustRule = {
  about: 'machine',
  judge({ run: { latencyMs }, measuring }) {
    const slept = measuring === null ? null : sleptMs(measuring.before, measuring.after, passedMs(measuring));
    const bySleep =
      slept === null
        ? unknown('This system does not tell how long it was suspended.')
        : slept <= SUSPENDED_MS.warning
          ? stated('ok', 'The machine was not suspended while it measured.')
          : graded(slept, SUSPENDED_MS, 'ms', {
              detail: `The machine was suspended for ${formatDuration(slept)} while it measured.`,
              nextStep: 'Measure again, and keep the machine awake.',
            });
    return latencyMs === null ? bySleep : worstOf([bySleep, standstill(latencyMs.max, latencyMs.p50)]);
  },
};

function standstill(longest: number, median: number): Finding {
  if (longest < STANDSTILL_MS || longest < STANDSTILL_MEDIANS * median)
    return unknown('No iteration took so long that it must have stood still.');
  return graded(longest, { warning: STANDSTILL_MS, bad: Infinity }, 'ms', {
    detail: `One iteration took ${formatDuration(longest)}, ${Math.round(longest / median)} times the median: the process or the machine stood still.`,
    nextStep: 'Measure again; see what stops processes or pauses this (virtual) machine.',
  });
}

interface Clocks {
  readonly bootMs: number | null;
}

function sleptMs(before: Clocks, after: Clocks, passed: number): number | null {
  if (before.bootMs === null || after.bootMs === null) return null;
  return Math.max(0, after.bootMs - before.bootMs - passed);
}
