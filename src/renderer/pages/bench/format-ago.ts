const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86400e3],
  ['month', 30 * 86400e3],
  ['day', 86400e3],
  ['hour', 3600e3],
  ['minute', 60e3],
];

const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'long' });

/** "3 minutes ago", "yesterday"; "just now" under a minute. */
export function formatAgo(at: number, now: number): string {
  const passed = now - at;
  const unit = UNITS.find(([, size]) => passed >= size);
  return unit === undefined ? 'just now' : format.format(-Math.floor(passed / unit[1]), unit[0]);
}
