import type { Database } from 'better-sqlite3';
import type { Probe } from '../../contract/probe.ts';
import { parseCell } from './cells.ts';

interface ProbeRow {
  readonly id: string;
  readonly document: string;
}

/** Measured ceilings by machine: the newest counts, older ones are kept. */
export function probeTable(database: Database) {
  const insert = database.prepare('INSERT INTO probes (id, machine, at, document) VALUES (?, ?, ?, ?)');
  const newestOf = database.prepare<[string], ProbeRow>(
    'SELECT id, document FROM probes WHERE machine = ? ORDER BY at DESC, rowid DESC LIMIT 1',
  );
  const newest = database.prepare<[], ProbeRow>(
    `SELECT id, document FROM probes AS one WHERE rowid = (
       SELECT rowid FROM probes WHERE machine = one.machine ORDER BY at DESC, rowid DESC LIMIT 1
     ) ORDER BY at DESC, rowid DESC`,
  );
  return {
    put(probe: Probe): void {
      insert.run(probe.id, probe.machine, probe.at, JSON.stringify(probe));
    },
    of(machine: string): Probe | null {
      const row = newestOf.get(machine);
      return row === undefined ? null : probeOf(row);
    },
    list: (): Probe[] => newest.all().map(probeOf),
  };
}

function probeOf({ id, document }: ProbeRow): Probe {
  return parseCell(document, { table: 'probes', row: id, column: 'document' }) as Probe;
}
