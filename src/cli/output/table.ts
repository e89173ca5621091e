export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Cut to what is left of the line where the table would be wider. */
  readonly shrinks?: boolean;
}

const GAP = 2;
const LEAST_WIDTH = 6;

/** Columns padded to their widest cell; the ones that may shrink give way, so that the line fits. */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  lineWidth: number,
): { readonly head: string; readonly body: readonly string[] } {
  const titles = columns.map((column) => column.title);
  const widths = titles.map((title, index) =>
    Math.max(displayWidth(title), ...rows.map((row) => displayWidth(row[index] ?? ''))),
  );
  shrink(columns, widths, lineWidth);
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ align }, index) => {
        const width = widths[index] as number;
        const cell = ellipsize(cells[index] ?? '', width);
        const padding = ' '.repeat(Math.max(0, width - displayWidth(cell)));
        return align === 'right' ? padding + cell : cell + padding;
      })
      .join(' '.repeat(GAP))
      .trimEnd();
  return { head: line(titles), body: rows.map(line) };
}

function shrink(columns: readonly Column[], widths: number[], lineWidth: number): void {
  const total = (): number => widths.reduce((sum, width) => sum + width, GAP * (widths.length - 1));
  while (total() > lineWidth) {
    const widest = columns
      .map((column, index) => ({ index, width: column.shrinks ? (widths[index] as number) : 0 }))
      .reduce((a, b) => (b.width > a.width ? b : a));
    if (widest.width <= LEAST_WIDTH) return;
    widths[widest.index] = Math.max(LEAST_WIDTH, widest.width - (total() - lineWidth));
  }
}

export function ellipsize(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
}

/** Control characters in a name would move the cursor or colour the terminal. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '·');
}

function displayWidth(text: string): number {
  return [...text].length;
}
