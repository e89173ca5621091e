import type { ProfileMemory } from '../../../contract/profile.ts';
import { formatBytes, formatCount } from '../../../contract/units.ts';

/** Over a thousand iterations; below it, or below a hundredth of the process, it is a heap that settles. */
const LEAST_IN_A_THOUSAND = 16 * 1024 * 1024;
const LEAST_SHARE = 0.01;

/** A growth that will be felt: the least that it may be, against what any process does while it settles. */
export function isGrowing({ ci95, residentBytes }: ProfileMemory['growth']): boolean {
  const size = residentBytes.findLast((bytes) => bytes !== null) ?? 0;
  return ci95 !== null && 1000 * ci95[0] >= Math.max(LEAST_IN_A_THOUSAND, LEAST_SHARE * size);
}

/** Whether memory grew from iteration to iteration, in a sentence with its interval. */
export function growthWords(growth: ProfileMemory['growth']): string {
  const { bytesPerIteration, ci95, residentBytes } = growth;
  const known = residentBytes.filter((bytes) => bytes !== null).length;
  if (known === 0) return 'Nobody told what the process held after each iteration.';
  if (bytesPerIteration === null || ci95 === null) {
    return `Too little is known to tell whether memory grows: the resident size after ${formatCount(known)} iterations.`;
  }
  const [low, high] = ci95;
  const range = `${signed(low)} to ${signed(high)}`;
  if (low > 0) {
    const grew = `Memory grew by ${formatBytes(bytesPerIteration)} an iteration (${range}, 95 %)`;
    return isGrowing(growth)
      ? `${grew}.`
      : `${grew}: what a process does that settles, too little to be a leak.`;
  }
  if (high < 0) return `Memory shrank by ${formatBytes(-bytesPerIteration)} an iteration (${range}, 95 %).`;
  return `No growth: ${range} an iteration (95 %).`;
}

function signed(bytes: number): string {
  return bytes < 0 ? `−${formatBytes(-bytes)}` : formatBytes(bytes);
}
