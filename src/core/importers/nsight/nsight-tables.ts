import type { RowSource } from '../formats/types.ts';
import type { TraceSink } from '../trace-sink.ts';

export type Row = Readonly<Record<string, string | number | bigint | Uint8Array | null>>;

/**
 * What a report's export holds. Its tables come and go with what was recorded, and their columns with the version:
 * nothing is asked for that is not there.
 */
export class NsightTables {
  readonly #rows: RowSource;
  readonly #sink: TraceSink;
  readonly #columns = new Map<string, ReadonlySet<string>>();

  constructor(rows: RowSource, sink: TraceSink) {
    this.#rows = rows;
    this.#sink = sink;
    for (const table of rows.tables()) this.#columns.set(table, new Set(rows.columns(table)));
  }

  get names(): readonly string[] {
    return [...this.#columns.keys()];
  }

  has(table: string, column?: string): boolean {
    const columns = this.#columns.get(table);
    return columns !== undefined && (column === undefined || columns.has(column));
  }

  /** As many as there have ever been, told at once whatever the size of the table; 0 where that cannot be told. */
  count(table: string): number {
    if (!this.has(table)) return 0;
    try {
      return number(this.value(`SELECT max(rowid) AS value FROM "${table}"`)) ?? 0;
    } catch {
      return 0;
    }
  }

  /** One value; null where there is none. */
  value(sql: string): string | number | null {
    for (const { value } of this.#rows.rows(sql))
      return typeof value === 'string' || typeof value === 'number' ? value : null;
    return null;
  }

  /**
   * These columns of each row, those that this version lacks as null. Where it lacks one that nothing can be done
   * without, the table is left out, with a warning.
   */
  *select(table: string, needed: readonly string[], wished: readonly string[]): Generator<Row> {
    if (!this.has(table)) return;
    const lacking = needed.filter((column) => !this.has(table, column));
    if (lacking.length > 0) {
      this.#sink.warn(
        'unknown-schema',
        `The table ${table} is of a version that Dyno does not know: it lacks ${lacking.join(', ')}, and is left out ({count} such).`,
        null,
      );
      return;
    }
    const columns = [...needed, ...wished].map((column) => this.#expression(table, column));
    yield* this.#rows.rows(`SELECT ${columns.join(', ')} FROM "${table}"`);
  }

  /** Process and thread are parts of one number that no double holds: taken apart where it is whole. */
  #expression(table: string, column: string): string {
    const has = (name: string): boolean => this.has(table, name);
    if (column === 'tid') return has('globalTid') ? 'globalTid % 16777216 AS tid' : 'NULL AS tid';
    if (column === 'pid') {
      const id = has('globalTid') ? 'globalTid' : has('globalPid') ? 'globalPid' : null;
      return id === null ? 'NULL AS pid' : `(${id} / 16777216) % 16777216 AS pid`;
    }
    return has(column) ? `"${column}"` : `NULL AS "${column}"`;
  }
}

/** A number that can be reckoned with; null for anything else. */
export function number(value: Row[string] | undefined): number | null {
  const plain = typeof value === 'bigint' ? Number(value) : value;
  return typeof plain === 'number' && Number.isFinite(plain) ? plain : null;
}
