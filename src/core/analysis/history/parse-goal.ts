import type { History } from '../../../contract/history.ts';
import type { Unit } from '../../../contract/units.ts';

export type ParsedGoal =
  | { readonly kind: 'empty' }
  | { readonly kind: 'goal'; readonly value: number }
  | { readonly kind: 'wrong'; readonly problem: string };

const SCALES: Readonly<Partial<Record<Unit, Readonly<Record<string, number>>>>> = {
  joules: { mj: 1e-3, j: 1 },
  ms: { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1e3 },
  bytes: { b: 1, kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30, kb: 1e3, mb: 1e6, gb: 1e9 },
};

/** "4 ms", "900 MiB", "1200", or "2x": so many times better than the last value. */
export function parseGoal(
  typed: string,
  {
    unit,
    better,
    last,
  }: { readonly unit: Unit; readonly better: History['better']; readonly last: number | null },
): ParsedGoal {
  const text = typed.trim().toLowerCase();
  if (text === '') return { kind: 'empty' };
  const parts = /^(\d+(?:[.,]\d+)?)\s*([a-zµ×/]*)$/.exec(text);
  const number = Number(parts?.[1]?.replace(',', '.'));
  const suffix = parts?.[2] ?? '';
  if (parts === null || !(number > 0)) return wrong('This is no number above 0.');
  if (suffix === 'x' || suffix === '×') {
    if (last === null) return wrong('There is no value yet to take it from.');
    return { kind: 'goal', value: better === 'lower' ? last / number : last * number };
  }
  const scales = SCALES[unit] ?? { '/s': 1 };
  const scale = suffix === '' ? 1 : scales[suffix];
  if (scale === undefined) return wrong(`Units are ${Object.keys(scales).join(', ')}.`);
  return { kind: 'goal', value: number * scale };
}

function wrong(problem: string): ParsedGoal {
  return { kind: 'wrong', problem };
}
