export interface ReadableRow {
  /** The way to it: "args.stream". */
  readonly key: string;
  readonly value: string;
}

const MOST_ROWS = 200;
const MOST_LETTERS = 4_000;
const DEEPEST = 4;

/** JSON as lines of a table. What is no JSON is one line as it stands. */
export function readableRows(text: string): readonly ReadableRow[] {
  let value: unknown;
  try {
    value = JSON.parse(text, exactly);
  } catch {
    return [{ key: 'text', value: cut(text) }];
  }
  const rows: ReadableRow[] = [];
  walk('', value, 0, rows);
  return rows;
}

/** A time in nanoseconds has more digits than a number keeps: it stands as the source wrote it. */
function exactly(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  return typeof value === 'number' && source !== undefined && String(value) !== source ? source : value;
}

function walk(key: string, value: unknown, depth: number, rows: ReadableRow[]): void {
  if (rows.length >= MOST_ROWS) return;
  const isBranch = typeof value === 'object' && value !== null && !Array.isArray(value) && depth < DEEPEST;
  if (!isBranch) {
    rows.push({ key: key === '' ? 'value' : key, value: cut(words(value)) });
    return;
  }
  for (const [name, each] of Object.entries(value))
    walk(key === '' ? name : `${key}.${name}`, each, depth + 1, rows);
}

function words(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function cut(text: string): string {
  return text.length <= MOST_LETTERS ? text : `${text.slice(0, MOST_LETTERS)}…`;
}
