import type { Database } from 'better-sqlite3';
import type { TraceInfo } from '../../../contract/trace.ts';

export interface SqlTable {
  readonly name: string;
  readonly says: string;
  readonly columns: readonly string[];
}

type Cell = string | number | null;

interface SmallTable extends SqlTable {
  readonly rows: readonly (readonly Cell[])[];
}

/** What is said of the trace as a whole, as tables of a few rows. */
export function smallTables(database: Database, info: TraceInfo): readonly SqlTable[] {
  const tables: readonly SmallTable[] = [
    {
      name: 'tracks',
      says: 'threads, streams and others that spans lie on',
      columns: ['id', 'process', 'name', 'kind', 'sort', 'depth', 'spans'],
      rows: info.tracks.map(({ process, name, kind, sort, depth, spans }, id) => [
        ...[id, process, name, kind],
        ...[sort, depth, spans],
      ]),
    },
    {
      name: 'devices',
      says: 'graphics cards that the trace tells of',
      columns: ['id', 'name', 'memory_bytes', 'compute_capability', 'multiprocessors'],
      rows: info.devices.map(({ id, name, memoryBytes, computeCapability, multiprocessors }) => [
        ...[id, name, memoryBytes, computeCapability],
        multiprocessors,
      ]),
    },
    {
      name: 'facts',
      says: 'what the trace says of itself',
      columns: ['name', 'value'],
      rows: info.facts.map(({ name, value }) => [name, value]),
    },
    {
      name: 'warnings',
      says: 'what was odd about the file',
      columns: ['kind', 'text', 'count', 'at_byte'],
      rows: info.warnings.map(({ kind, text, count, atByte }) => [kind, text, count, atByte]),
    },
  ];
  for (const table of tables) fill(database, table);
  return tables.map(({ name, says, columns }) => ({ name, says, columns }));
}

/** So that what there is can be asked for in SQL itself. */
export function listTables(database: Database, listed: readonly SqlTable[]): SqlTable {
  const says = 'tables and their columns';
  const columns = ['table_name', 'column_name', 'says'];
  const list = { name: 'tables', says, columns };
  const rows = [...listed, list].flatMap((table) =>
    table.columns.map((column) => [table.name, column, table.says]),
  );
  fill(database, { ...list, rows });
  return list;
}

function fill(database: Database, { name, columns, rows }: SmallTable): void {
  database.exec(`CREATE TABLE ${name} (${columns.join(', ')})`);
  const insert = database.prepare(`INSERT INTO ${name} VALUES (${columns.map(() => '?').join(', ')})`);
  for (const row of rows) insert.run(...row);
}
