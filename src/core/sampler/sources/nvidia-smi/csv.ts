export type CsvRow = ReadonlyMap<string, string>;

/** May itself hold the separator: a program's arguments, a name given by a user. */
const FREE_TEXT = ['process_name', 'name', 'gpu_name'];
const HEADER_CELL = /^([a-z][\w.]*)(?:\s+\[([^\]]*)\])?$/i;

/**
 * Rows of `--format=csv`, with a header or without (then by `fields`, which were asked for), with units or without.
 * A header's unit is added to cells that are bare numbers, so that a cell says all there is. A line with too few
 * cells is no row: words of failure, or the last line of a program that was cut off.
 */
export function parseCsv(text: string, fields: readonly string[] = []): CsvRow[] {
  const rows: CsvRow[] = [];
  let names = fields;
  let units: readonly string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const cells = line.split(',').map((cell) => cell.trim());
    if (cells.length < 2 && names.length !== 1) continue;
    const header = asHeader(cells, names);
    if (header !== null) {
      names = header.names;
      units = header.units;
      continue;
    }
    const row = rejoin(cells, names);
    if (row === null || line.trim() === '') continue;
    rows.push(new Map(names.map((name, index) => [name, withUnit(row[index] ?? '', units[index] ?? '')])));
  }
  return rows;
}

interface Header {
  readonly names: readonly string[];
  readonly units: readonly string[];
}

/** Every cell looks like a field's name, and the first is one that was asked for or that such lists begin with. */
function asHeader(cells: readonly string[], fields: readonly string[]): Header | null {
  const parts = cells.map((cell) => HEADER_CELL.exec(cell));
  if (parts.some((part) => part === null)) return null;
  const names = parts.map((part) => part?.[1] ?? '');
  const known = fields.length === 0 ? names.every((name) => /^[a-z]/.test(name)) : names[0] === fields[0];
  return known ? { names, units: parts.map((part) => part?.[2] ?? '') } : null;
}

function rejoin(cells: readonly string[], names: readonly string[]): readonly string[] | null {
  const surplus = cells.length - names.length;
  if (surplus === 0) return cells;
  const at = names.findIndex((name) => FREE_TEXT.includes(name));
  if (surplus < 0 || at < 0) return null;
  const text = cells.slice(at, at + surplus + 1).join(', ');
  return [...cells.slice(0, at), text, ...cells.slice(at + surplus + 1)];
}

function withUnit(cell: string, unit: string): string {
  return unit !== '' && /^[\d.]+$/.test(cell) ? `${cell} ${unit}` : cell;
}
