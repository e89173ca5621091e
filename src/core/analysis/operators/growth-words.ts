import type { ProfileMemory } from '../../../contract/profile.ts';
import { formatBytes, formatCount } from '../../../contract/units.ts';

/** Whether memory grew from iteration to iteration, in a sentence with its interval. */
export function growthWords({ bytesPerIteration, ci95, residentBytes }: ProfileMemory['growth']): string {
  const known = residentBytes.filter((bytes) => bytes !== null).length;
  if (known === 0) return 'Nobody told what the process held after each iteration.';
  if (bytesPerIteration === null || ci95 === null) {
    return `Too little is known to tell whether memory grows: the resident size after ${formatCount(known)} iterations.`;
  }
  const [low, high] = ci95;
  const range = `${signed(low)} to ${signed(high)}`;
  if (low > 0) {
    return `Memory grew by ${formatBytes(bytesPerIteration)} an iteration (${range}, 95 %).`;
  }
  if (high < 0) return `Memory shrank by ${formatBytes(-bytesPerIteration)} an iteration (${range}, 95 %).`;
  return `No growth: ${range} an iteration (95 %).`;
}

function signed(bytes: number): string {
  return bytes < 0 ? `−${formatBytes(-bytes)}` : formatBytes(bytes);
}
