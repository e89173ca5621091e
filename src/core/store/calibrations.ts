import type { Database } from 'better-sqlite3';
import type { Calibration } from '../../contract/calibration.ts';
import { parseCell } from './cells.ts';

interface CalibrationRow {
  readonly id: string;
  readonly document: string;
}

/** Noise floors by machine: the newest counts, older ones are kept. */
export function calibrationTable(database: Database) {
  const insert = database.prepare(
    'INSERT INTO calibrations (id, machine, provider, at, document) VALUES (?, ?, ?, ?, ?)',
  );
  const newestOf = database.prepare<[string], CalibrationRow>(
    'SELECT id, document FROM calibrations WHERE machine = ? ORDER BY at DESC, rowid DESC LIMIT 1',
  );
  const newest = database.prepare<[], CalibrationRow>(
    `SELECT id, document FROM calibrations AS one WHERE rowid = (
       SELECT rowid FROM calibrations WHERE machine = one.machine ORDER BY at DESC, rowid DESC LIMIT 1
     ) ORDER BY at DESC, rowid DESC`,
  );
  return {
    put(calibration: Calibration): void {
      const { id, machine, provider, at } = calibration;
      insert.run(id, machine, provider, at, JSON.stringify(calibration));
    },
    of(machine: string): Calibration | null {
      const row = newestOf.get(machine);
      return row === undefined ? null : calibrationOf(row);
    },
    list: (): Calibration[] => newest.all().map(calibrationOf),
  };
}

function calibrationOf({ id, document }: CalibrationRow): Calibration {
  return parseCell(document, { table: 'calibrations', row: id, column: 'document' }) as Calibration;
}
