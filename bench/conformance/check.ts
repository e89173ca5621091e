/** One line of the table: what is stated of a reference file, and what Dyno gets. */
export interface Check {
  readonly file: string;
  readonly what: string;
  readonly stated: string;
  readonly got: string;
  /** Of what is stated; null where it is no number. */
  readonly differencePercent: number | null;
  readonly holds: boolean;
}

/** What the issue of conformance allows: a thousandth, or what rounding took from the number stated. */
const ALLOWED = 0.001;

export function checkNumber(
  file: string,
  what: string,
  stated: number,
  got: number | null | undefined,
  roundedTo = 1,
): Check {
  const difference = got === null || got === undefined ? Number.POSITIVE_INFINITY : Math.abs(got - stated);
  return {
    file,
    what,
    stated: format(stated),
    got: got === null || got === undefined ? 'nothing' : format(got),
    differencePercent: stated === 0 ? (difference === 0 ? 0 : null) : (100 * difference) / Math.abs(stated),
    // The half itself may be rounded either way.
    holds: difference <= Math.max(ALLOWED * Math.abs(stated), roundedTo / 2 + 1e-9),
  };
}

/** Nothing allowed but the noise of adding doubles, and what is stated in whole microseconds as such. */
export function checkExactly(file: string, what: string, stated: number, got: number | undefined): Check {
  const rounded = got === undefined ? undefined : Math.round(got);
  return { ...checkNumber(file, what, stated, got), holds: rounded === stated };
}

export function checkText(file: string, what: string, stated: string, got: string | null | undefined): Check {
  return { file, what, stated, got: got ?? 'nothing', differencePercent: null, holds: stated === got };
}

const format = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(2));

export function tableOf(checks: readonly Check[]): string {
  const head = ['what', 'stated', 'Dyno', 'off by', ''];
  const files = [...new Set(checks.map(({ file }) => file))];
  const rows = checks.map((check) => [
    check.what,
    check.stated,
    check.got,
    check.differencePercent === null ? '' : `${check.differencePercent.toFixed(3)} %`,
    check.holds ? 'pass' : 'FAIL',
  ]);
  const widths = head.map((title, column) =>
    Math.min(32, Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0))),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return files
    .flatMap((file) => [
      `\n${file}`,
      line(head),
      ...checks.flatMap((check, at) => (check.file === file ? [line(rows[at] ?? [])] : [])),
    ])
    .join('\n');
}
