import type { Milliseconds } from '../../../contract/units.ts';

const UNITS = [
  { name: 'day', ms: 86_400e3 },
  { name: 'hour', ms: 3600e3 },
  { name: 'minute', ms: 60e3 },
] as const;

/** As people say it, rounded down: "3 days", "1 hour", "less than a minute". */
export function agePhrase(age: Milliseconds): string {
  for (const { name, ms } of UNITS) {
    const count = Math.floor(age / ms);
    if (count >= 1) return `${count} ${name}${count === 1 ? '' : 's'}`;
  }
  return 'less than a minute';
}
