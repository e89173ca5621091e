/** One line of the table: what was promised, what was measured, and whether it holds. */
export interface Figure {
  readonly name: string;
  readonly target: string;
  readonly measured: string;
  readonly met: boolean;
  /** The numbers behind it, for --json. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export function tableOf(figures: readonly Figure[]): string {
  const rows = [
    ['figure', 'target', 'measured', 'verdict'],
    ...figures.map(({ name, target, measured, met }) => [name, target, measured, met ? 'met' : 'MISSED']),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function median(values: readonly number[]): number {
  const ascending = [...values].sort((a, b) => a - b);
  const middle = Math.floor(ascending.length / 2);
  const upper = ascending[middle] ?? Number.NaN;
  return ascending.length % 2 === 1 ? upper : ((ascending[middle - 1] ?? Number.NaN) + upper) / 2;
}

export const milliseconds = (value: number): string =>
  `${value >= 100 ? value.toFixed(0) : value.toPrecision(3)} ms`;
export const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
