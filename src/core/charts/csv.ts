import type { Chart, ChartTable } from './chart.ts';

/** RFC 4180: CRLF, quotes doubled. What was not measured is an empty field, never a zero. */
export function tableToCsv(columns: ChartTable): string {
  const rows = Math.max(0, ...columns.map((column) => column.values.length));
  const lines = [columns.map((column) => field(column.label)).join(',')];
  for (let row = 0; row < rows; row += 1) {
    lines.push(columns.map((column) => field(column.values[row])).join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

export function chartToCsv(chart: Chart): string {
  return tableToCsv(chart.table());
}

function field(value: number | string | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  // A spreadsheet would run a text that begins like a formula.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
