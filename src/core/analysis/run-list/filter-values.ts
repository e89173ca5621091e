import type { NumberField } from './filter-fields.ts';

const KIBI = 1024;
/** To the unit that the column is in: milliseconds, bytes, joules, or none. */
const FACTORS: Readonly<Record<NumberField['unit'], Readonly<Record<string, number>>>> = {
  time: { '': 1, ns: 1e-6, us: 1e-3, µs: 1e-3, μs: 1e-3, ms: 1, s: 1e3, m: 6e4, min: 6e4 },
  bytes: {
    '': 1,
    b: 1,
    k: KIBI,
    kb: 1e3,
    kib: KIBI,
    m: KIBI ** 2,
    mb: 1e6,
    mib: KIBI ** 2,
    g: KIBI ** 3,
    gb: 1e9,
    gib: KIBI ** 3,
  },
  joules: { '': 1, mj: 1e-3, j: 1, kj: 1e3 },
  plain: { '': 1, k: 1e3, m: 1e6 },
};

/** "5ms", "1.5 GiB" without the space, "10k"; null: not one of these. */
export function readNumber(text: string, unit: NumberField['unit']): number | null {
  const [, digits = '', word = ''] =
    /^(-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)\s*(\D*)$/i.exec(text.trim()) ?? [];
  const factors = FACTORS[unit];
  const key = word.toLowerCase();
  if (digits === '' || !Object.hasOwn(factors, key)) return null;
  const value = Number(digits) * (factors[key] as number);
  return Number.isFinite(value) ? value : null;
}

const DAY_MS = 86_400_000;
const AGES: Readonly<Record<string, number>> = { h: 3_600_000, d: DAY_MS, w: 7 * DAY_MS };

/** The start of a local day, month or year, a minute, or so long before now; null: none of these. */
export function readMoment(text: string, now: number): number | null {
  const word = text.trim().toLowerCase();
  const today = new Date(now);
  const midnight = (daysAgo: number): number =>
    new Date(today.getFullYear(), today.getMonth(), today.getDate() - daysAgo).getTime();
  if (word === 'today') return midnight(0);
  if (word === 'yesterday') return midnight(1);
  const [, count = '', unit = ''] = /^(\d{1,5})([hdw])$/.exec(word) ?? [];
  if (count !== '') return now - Number(count) * (AGES[unit] as number);
  const parts = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[t ](\d{1,2}):(\d{2}))?)?)?$/.exec(word);
  if (parts === null) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = parts
    .slice(1)
    .map((part) => (part === undefined ? undefined : Number(part)));
  const at = new Date(year, month - 1, day, hour, minute);
  // 31 February would become a day in March.
  const isThatDay = at.getFullYear() === year && at.getMonth() === month - 1 && at.getDate() === day;
  return isThatDay && hour < 24 && minute < 60 ? at.getTime() : null;
}
