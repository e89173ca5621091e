import type { History } from '../contract/history.ts';
import type { Unit } from '../contract/units.ts';
import { usage } from './options.ts';

/** What --goal says: to have none, to be so many times better, or a value with the unit that it was given in. */
export type GoalWish =
  | { readonly kind: 'none' }
  | { readonly kind: 'times'; readonly times: number }
  | { readonly kind: 'value'; readonly value: number; readonly unit: string; readonly text: string };

const SIZES: Partial<Readonly<Record<Unit, Readonly<Record<string, number>>>>> = {
  ms: { '': 1, ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1e3, min: 60e3 },
  bytes: { '': 1, B: 1, kB: 1e3, MB: 1e6, GB: 1e9, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 },
  'per-second': { '': 1, '/s': 1, '/min': 1 / 60, k: 1e3, 'k/s': 1e3 },
  joules: { '': 1, J: 1, mJ: 1e-3, kJ: 1e3 },
};

export function goalWish(text: string): GoalWish {
  if (text === 'none') return { kind: 'none' };
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?|\.\d+)\s*([^\d\s]*)$/.exec(text) ?? [];
  const value = digits === '' ? Number.NaN : Number(digits);
  if (!(value > 0)) throw notAGoal(text);
  return unit === 'x' || unit === '×'
    ? { kind: 'times', times: value }
    : { kind: 'value', value, unit, text };
}

/** In the unit of the metric; so many times better than the baseline is, or without one than the first version was. */
export function goalFor({ unit, better, baseline, versions }: History, wish: GoalWish): number | null {
  if (wish.kind === 'none') return null;
  if (wish.kind === 'times') {
    const from = baseline?.value ?? versions[0]?.value;
    if (from === undefined) {
      throw usage(
        'There is nothing measured that could get better.',
        '--goal',
        'Give a value, as in --goal 4ms.',
      );
    }
    return better === 'lower' ? from / wish.times : from * wish.times;
  }
  const size = SIZES[unit]?.[wish.unit];
  if (size === undefined) throw notAGoal(wish.text, Object.keys(SIZES[unit] ?? {}).filter(Boolean));
  return wish.value * size;
}

function notAGoal(text: string, units: readonly string[] = []) {
  return usage(
    `--goal takes a factor, a value, or none, not "${text}".`,
    '--goal',
    `Write --goal 2x, or a value${units.length > 0 ? ` in ${units.join(', ')}` : ', as in --goal 4ms'}.`,
  );
}
