import type { SweepCell } from '../../contract/sweep.ts';
import { LEVEL_NAMES } from '../../contract/level.ts';
import { PROVIDERS } from '../../contract/run.ts';

export const SWEEP_AXES = ['model', 'level', 'batch', 'sequence', 'provider', 'threads'] as const;
export type SweepAxisName = (typeof SWEEP_AXES)[number];

/** One thing that cells of a sweep may differ in. */
export interface SweepAxis {
  readonly name: SweepAxisName;
  /** In their order; one where nothing differs. */
  readonly values: readonly string[];
  /** Numbers have distances, names only an order. */
  readonly numeric: boolean;
}

/** The axes along which these cells differ. */
export function variedAxes(cells: readonly SweepCell[]): readonly SweepAxis[] {
  return SWEEP_AXES.map((name) => axisOf(name, cells)).filter(({ values }) => values.length > 1);
}

function axisOf(name: SweepAxisName, cells: readonly SweepCell[]): SweepAxis {
  const values = [...new Set(cells.map((cell) => valueOn(name, cell)))];
  const numeric = name === 'batch' || name === 'sequence' || name === 'threads';
  const rank = (value: string): number => {
    if (numeric) return Number(value) || 0;
    const order: readonly string[] =
      name === 'level' ? LEVEL_NAMES : name === 'provider' ? PROVIDERS : values;
    return order.indexOf(value);
  };
  return { name, numeric, values: values.toSorted((a, b) => rank(a) - rank(b)) };
}

export function valueOn(name: SweepAxisName, cell: SweepCell): string {
  switch (name) {
    case 'model':
      return cell.model.location.split(/[\\/]/).at(-1) ?? cell.model.location;
    case 'level':
      return cell.level ?? '—';
    case 'batch':
    case 'provider':
      return String(cell[name]);
    case 'sequence':
      return cell.sequence === null ? '—' : String(cell.sequence);
    case 'threads':
      return cell.threads === null ? 'auto' : String(cell.threads);
  }
}

/** "batch 4, cpu, 2 threads": a cell by the axes named. */
export function cellLabel(cell: SweepCell, axes: readonly SweepAxisName[]): string {
  const words = axes.map((name) => {
    const value = valueOn(name, cell);
    if (name === 'batch' || name === 'sequence') return `${name} ${value}`;
    return name === 'threads' ? `${value} ${value === '1' ? 'thread' : 'threads'}` : value;
  });
  return words.join(', ');
}
