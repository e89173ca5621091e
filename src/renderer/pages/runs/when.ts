import type { WallTime } from '../../../contract/units.ts';

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const YEAR = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
const EXACT = new Intl.DateTimeFormat(undefined, {
  dateStyle: 'long',
  timeStyle: 'long',
});

/** Local, and as short as it is clear: the time today, the day before that, the year where it is another. */
export function shortTime(at: WallTime, now: WallTime): string {
  const date = new Date(at);
  const today = new Date(now);
  if (date.toDateString() === today.toDateString()) return CLOCK.format(date);
  if (date.getFullYear() === today.getFullYear()) return `${DAY.format(date)}, ${CLOCK.format(date)}`;
  return YEAR.format(date);
}

export function exactTime(at: WallTime): string {
  return EXACT.format(new Date(at));
}
