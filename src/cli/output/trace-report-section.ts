import { formatCount } from '../../contract/units.ts';
import type { Paint } from '../host/terminal.ts';
import { formatTable, type Column } from './table.ts';

export const REPORT_WIDTH = 80;

export interface ReportShown {
  readonly top: number;
  readonly paint: Paint;
}

/** A table under its title, and how many rows are not shown. */
export function section(
  title: string,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  left: number,
  paint: Paint,
): string[] {
  if (rows.length === 0) return [];
  const { head, body } = formatTable(columns, rows, REPORT_WIDTH);
  return [
    paint.bold(title),
    paint.dim(head),
    ...body,
    ...(left > 0 ? [paint.dim(`and ${formatCount(left)} more`)] : []),
  ];
}
