import type { QueryResult } from '../../contract/trace.ts';
import type { Paint } from '../host/terminal.ts';
import { formatTable, printable } from './table.ts';
import { wrap } from './wrap.ts';

/** Longer texts would make one column all of the table. */
const CELL_WIDTH = 120;

/** Rows as a table; numbers to the right, all their digits kept. */
export function formatQuery(result: QueryResult, isTables: boolean, width: number, paint: Paint): string {
  if (isTables) return formatTables(result, paint);
  const { columns, rows } = result;
  if (columns.length === 0) return '';
  const isNumber = columns.map((_, place) =>
    rows.every((row) => row[place] === null || typeof row[place] === 'number'),
  );
  const { head, body } = formatTable(
    columns.map((title, place) => ({
      title: printable(title),
      align: isNumber[place] === true ? 'right' : 'left',
      shrinks: isNumber[place] !== true,
    })),
    rows.map((row) => row.map((cell) => cellText(cell))),
    Math.max(80, width),
  );
  return [paint.dim(head), ...body].join('\n');
}

/** Twelve digits: what a sum of fractions is off by lies behind them. */
function cellText(cell: string | number | null): string {
  if (cell === null) return '—';
  if (typeof cell === 'number') return String(Number.isInteger(cell) ? cell : Number(cell.toPrecision(12)));
  return printable(cell).slice(0, CELL_WIDTH);
}

function formatTables({ rows }: QueryResult, paint: Paint): string {
  return rows
    .map(([name, columns, says]) =>
      [
        `${paint.bold(String(name))}  ${paint.dim(String(says))}`,
        ...wrap(String(columns), 76).map((line) => `  ${line}`),
      ].join('\n'),
    )
    .join('\n');
}

/** By RFC 4180. What a spreadsheet would take for a formula gets an apostrophe before it. */
export function queryCsv({ columns, rows }: QueryResult): string {
  return [columns, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n');
}

function csvCell(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
