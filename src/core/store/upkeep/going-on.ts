import type { Database } from 'better-sqlite3';
import { DynoError } from '../../../contract/errors.ts';
import { isAlive } from '../owner.ts';

interface GoingOn {
  readonly what: string;
  readonly pid: number;
  readonly startedAt: string;
}

const UNFINISHED = `status IN ('queued', 'running')`;
const GOING_ON = `
  SELECT 'the run "' || name || '"' AS what, owner_pid AS pid, owner_started_at AS startedAt
    FROM runs WHERE ${UNFINISHED}
  UNION ALL SELECT 'a comparison', owner_pid, owner_started_at FROM comparisons WHERE ${UNFINISHED}
  UNION ALL SELECT 'a sweep', owner_pid, owner_started_at FROM sweeps WHERE ${UNFINISHED}
  UNION ALL SELECT 'a recording of the hardware', owner_pid, owner_started_at
    FROM recordings WHERE ended_at IS NULL`;

/** What a living program still writes into the store would have nowhere to go once that is another one. */
export function refuseWhileGoingOn(database: Database, store: string): void {
  const rows = database.prepare<[], GoingOn>(GOING_ON).all();
  const alive = rows.find(({ pid, startedAt }) => isAlive({ pid, startedAt }));
  if (alive === undefined) return;
  throw new DynoError({
    code: 'MEASUREMENT_BUSY',
    message: `The store cannot be replaced now: ${alive.what} goes on in process ${alive.pid}.`,
    subject: store,
    nextStep: 'Wait until it has ended, or stop it, then restore again.',
  });
}
