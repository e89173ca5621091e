import type { Run } from '../../contract/run.ts';
import { formatBytes, formatCount, formatNumber } from '../../contract/units.ts';
import { highestPeak } from '../../core/analysis/highest-peak.ts';

/** What a run took of the machine, as rows of a title and a value. */
export function resourceRows({ resources }: Run): (readonly [string, string])[] {
  if (resources === null) return [];
  const { idleBytes, afterLoadBytes, peakBytes, cpuCores, majorFaults, involuntarySwitches } = resources;
  const peak = highestPeak(peakBytes);
  const rows: (readonly [string, string])[] = [];
  if (idleBytes !== null) {
    const sizes = [`idle ${formatBytes(idleBytes)}`, `loaded ${formatBytes(afterLoadBytes)}`];
    rows.push(['memory', [...sizes, `peak ${formatBytes(peak)}`].join(' · ')]);
  }
  if (cpuCores !== null) {
    const events = `${formatCount(majorFaults)} major faults · ${formatCount(involuntarySwitches)} preemptions`;
    rows.push(['processor', `${formatNumber(cpuCores)} cores busy · ${events}`]);
  }
  return rows;
}
