import type { ChartTable } from '../../../../core/charts/chart.ts';
import { COLUMNS, type ColumnId } from './operator-columns.ts';
import type { OperatorRow } from './operator-rows.ts';

/** The rows in sight as numbers in one unit each; folded groups as one row. */
export function operatorTable(rows: readonly OperatorRow[], columns: readonly ColumnId[]): ChartTable {
  return columns.map((id) => ({
    label: COLUMNS[id].csv,
    values: rows.map((row) => COLUMNS[id].value(row)),
  }));
}

/** The rows in sight as words, for an issue or a chat. */
export function operatorMarkdown(rows: readonly OperatorRow[], columns: readonly ColumnId[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map((id) => COLUMNS[id].title)),
    line(columns.map((id) => (COLUMNS[id].isText ? '---' : '---:'))),
    ...rows.map((row) =>
      line(
        columns.map((id) => (id === 'name' ? '\u2003'.repeat(row.depth) : '') + cell(COLUMNS[id].text(row))),
      ),
    ),
    '',
  ].join('\n');
}

function cell(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|')
    .replaceAll(/[\r\n]+/g, ' ');
}
