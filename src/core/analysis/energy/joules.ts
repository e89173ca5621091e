import { formatNumber, NOT_MEASURED } from '../../../contract/units.ts';

const STEPS: readonly (readonly [number, string])[] = [
  [1e9, 'GJ'],
  [1e6, 'MJ'],
  [1e3, 'kJ'],
  [1, 'J'],
  [1e-3, 'mJ'],
  [1e-6, 'µJ'],
];

/** In the unit that fits: "1.23 J", "45.0 mJ", "12.5 kJ". */
export function formatJoules(joules: number | null | undefined): string {
  if (joules === null || joules === undefined || !Number.isFinite(joules)) return NOT_MEASURED;
  const size = Math.abs(joules);
  if (size === 0) return '0 J';
  const [unit, name] = STEPS.find(([step]) => size >= step * 0.9995) ?? [1e-9, 'nJ'];
  return `${formatNumber(joules / unit)} ${name}`;
}
