import type { ChartTable } from '../../../../core/charts/chart.ts';
import { tableToCsv } from '../../../../core/charts/csv.ts';
import type { DataColumn } from './columns.ts';

/** The numbers themselves, not as they are shown. */
export function asCsv<Item>(items: readonly Item[], columns: readonly DataColumn<Item>[]): string {
  const table: ChartTable = columns.map((column) => ({
    label: column.title,
    values: items.map((item) => column.value(item)),
  }));
  return tableToCsv(table);
}

/** As it is shown, for a comment or a document. */
export function asMarkdown<Item>(items: readonly Item[], columns: readonly DataColumn<Item>[]): string {
  const lines = items.map((item) => columns.map((column) => escaped(cellText(column, item))));
  const rules = columns.map(({ kind }) => (kind === 'number' ? '--:' : ':--'));
  return [columns.map(({ title }) => escaped(title)), rules, ...lines]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

export function cellText<Item>(column: DataColumn<Item>, item: Item): string {
  if (column.kind === 'text') return column.value(item);
  const value = column.value(item);
  return value === null ? '—' : column.format(value);
}

function escaped(text: string): string {
  return text.replaceAll(/[\\|`*_<>[\]]/g, '\\$&').replaceAll(/\s+/g, ' ');
}
