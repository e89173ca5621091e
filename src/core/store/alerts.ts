import type { Database } from 'better-sqlite3';
import type { Alert } from '../../contract/alert.ts';
import type { WallTime } from '../../contract/units.ts';
import { parseCell } from './cells.ts';
import { isAlive } from './owner.ts';
import type { Owner } from './store.ts';

interface AlertRow {
  readonly id: string;
  readonly document: string;
}

/** A value that swings about its line for weeks must not fill the disk. */
const MOST_KEPT = 10_000;

export function alertTable(database: Database) {
  const put = database.prepare<[string, number, number | null, number, string, string]>(
    `INSERT INTO alerts (id, opened_at, closed_at, owner_pid, owner_started_at, document)
     VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET closed_at = excluded.closed_at,
       document = json_set(excluded.document, '$.acknowledgedAt',
         coalesce(document ->> '$.acknowledgedAt', excluded.document ->> '$.acknowledgedAt'))`,
  );
  const byId = database.prepare<[string], AlertRow>('SELECT id, document FROM alerts WHERE id = ?');
  const list = database.prepare<[number], AlertRow>(
    `SELECT id, document FROM alerts ORDER BY closed_at IS NOT NULL, opened_at DESC, rowid DESC LIMIT ?`,
  );
  const within = database.prepare<[number, number], AlertRow>(
    `SELECT id, document FROM alerts WHERE opened_at <= ? AND (closed_at IS NULL OR closed_at >= ?)
     ORDER BY opened_at DESC, rowid DESC`,
  );
  const open = database.prepare<[], AlertRow & { owner_pid: number; owner_started_at: string }>(
    'SELECT id, document, owner_pid, owner_started_at FROM alerts WHERE closed_at IS NULL',
  );
  const forget = database.prepare<[number]>(
    `DELETE FROM alerts WHERE closed_at IS NOT NULL AND id NOT IN
     (SELECT id FROM alerts ORDER BY opened_at DESC, rowid DESC LIMIT ?)`,
  );

  return {
    /** Adds it, or replaces it; its owner stays, and so does who saw it first, in whichever program that was. */
    put(alert: Alert, { pid, startedAt }: Owner): void {
      put.run(alert.id, alert.openedAt, alert.closedAt, pid, startedAt, JSON.stringify(alert));
    },
    get(id: string): Alert | null {
      const row = byId.get(id);
      return row === undefined ? null : toAlert(row);
    },
    /** Open ones first, then the newest. */
    list: (limit: number): Alert[] => list.all(limit).map(toAlert),
    /** Those that were open at some time of a range, newest first. */
    within: (from: WallTime, to: WallTime): Alert[] => within.all(to, from).map(toAlert),
    /** Open ones whose owner is dead: nobody would ever close them. */
    orphans: (): Alert[] =>
      open
        .all()
        .filter((row) => !isAlive({ pid: row.owner_pid, startedAt: row.owner_started_at }))
        .map(toAlert),
    /** All but the newest ten thousand; open ones stay. */
    forgetOld: (): number => forget.run(MOST_KEPT).changes,
  };
}

function toAlert({ id, document }: AlertRow): Alert {
  return parseCell(document, { table: 'alerts', row: id, column: 'document' }) as Alert;
}
