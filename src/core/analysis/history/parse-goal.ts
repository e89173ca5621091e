import type { History } from '../../../contract/history.ts';
import type { Unit } from '../../../contract/units.ts';

export type ParsedGoal =
  | { readonly kind: 'empty' }
  | { readonly kind: 'goal'; readonly value: number }
  | { readonly kind: 'wrong'; readonly problem: string };

const SIZES: Readonly<Partial<Record<Unit, Readonly<Record<string, number>>>>> = {
  ms: { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1e3, min: 60e3 },
  bytes: { b: 1, kb: 1e3, mb: 1e6, gb: 1e9, kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30 },
  'per-second': { '/s': 1, '/min': 1 / 60, k: 1e3, 'k/s': 1e3 },
  joules: { mj: 1e-3, j: 1, kj: 1e3 },
};

/**
 * "4 ms", "900 MiB", "1200"; or "2x": so many times better than the baseline is, or without one than the first version
 * was.
 */
export function parseGoal(
  typed: string,
  { unit, better, baseline, versions }: Pick<History, 'unit' | 'better' | 'baseline' | 'versions'>,
): ParsedGoal {
  const text = typed.trim().toLowerCase();
  if (text === '') return { kind: 'empty' };
  const [, digits = '', suffix = ''] = /^(\d+(?:[.,]\d+)?|[.,]\d+)\s*([a-zµ×/]*)$/.exec(text) ?? [];
  const number = digits === '' ? Number.NaN : Number(digits.replace(',', '.'));
  if (!(number > 0)) return wrong(`“${typed.trim()}” is no number above 0.`);
  if (suffix === 'x' || suffix === '×') {
    const from = baseline?.value ?? versions[0]?.value;
    if (from === undefined) return wrong('Nothing is measured yet that could get better.');
    return { kind: 'goal', value: better === 'lower' ? from / number : from * number };
  }
  const sizes = SIZES[unit] ?? {};
  const size = suffix === '' ? 1 : sizes[suffix];
  if (size === undefined) return wrong(`Units are ${Object.keys(sizes).join(', ')}, or x for a factor.`);
  return { kind: 'goal', value: number * size };
}

function wrong(problem: string): ParsedGoal {
  return { kind: 'wrong', problem };
}
