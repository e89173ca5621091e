import type { Database } from 'better-sqlite3';
import { DynoError } from '../../contract/errors.ts';
import type { Recording } from '../../contract/recording.ts';
import type { WallTime } from '../../contract/units.ts';
import type { DocumentCodec } from './documents.ts';
import { isAlive } from './owner.ts';
import type { RecordingBlockTable } from './recording-blocks.ts';
import type { Owner, RecordingChange } from './store.ts';

interface RecordingRow {
  readonly id: string;
  readonly run_id: string | null;
  readonly name: string;
  readonly started_at: number;
  readonly ended_at: number | null;
  readonly deleted_at: number | null;
  readonly document: unknown;
}

/** Sorts behind every character that an id can go on with. */
const LAST_CHARACTER = '\u{10ffff}';
const COLUMNS = 'id, run_id, name, started_at, ended_at, deleted_at, document';
/** A run's recording goes and comes with its run. */
const OWN = 'run_id IS NULL AND deleted_at IS NULL';

/** Columns for what is sorted and looked for by, the rest as one document; samples are blocks of their own. */
export function recordingTable(database: Database, blocks: RecordingBlockTable, documents: DocumentCodec) {
  const insert = database.prepare(
    `INSERT INTO recordings (${COLUMNS}, owner_pid, owner_started_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = database.prepare<[string, number | null, number | null, Buffer, string]>(
    'UPDATE recordings SET name = ?, ended_at = ?, deleted_at = ?, document = ? WHERE id = ?',
  );
  const select = <Given extends unknown[]>(where: string) =>
    database.prepare<Given, RecordingRow>(`SELECT ${COLUMNS} FROM recordings WHERE ${where}`);
  const byId = select<[string]>('id = ?');
  const byRun = select<[string]>('run_id = ?');
  const byName = select<[string]>(`${OWN} AND name = ? ORDER BY started_at DESC LIMIT 2`);
  const byBeginning = select<[string, string]>('id >= ? AND id < ? AND deleted_at IS NULL LIMIT 2');
  const newest = select<[number]>(`${OWN} ORDER BY started_at DESC, rowid DESC LIMIT ?`);
  const setDeleted = database.prepare<[WallTime | null, string]>(
    'UPDATE recordings SET deleted_at = ? WHERE id = ? AND run_id IS NULL',
  );
  const purge = database.prepare<[WallTime]>('DELETE FROM recordings WHERE deleted_at < ?');
  const unfinished = database.prepare<[], RecordingRow & { owner_pid: number; owner_started_at: string }>(
    `SELECT ${COLUMNS}, owner_pid, owner_started_at FROM recordings WHERE ended_at IS NULL`,
  );

  const toRecording = (row: RecordingRow): Recording => {
    const place = { table: 'recordings', row: row.id, column: 'document' };
    const document = documents.unpack(row.document, place) as Recording;
    return {
      ...document,
      id: row.id,
      runId: row.run_id,
      name: row.name,
      startedAt: row.started_at,
      endedAt: row.ended_at,
      deletedAt: row.deleted_at,
      // One that goes on is written by another program maybe: its blocks know best.
      ...(row.ended_at === null && { sampleCount: blocks.extent(row.id).ticks }),
    };
  };
  const get = (id: string): Recording | null => {
    const row = byId.get(id);
    return row === undefined ? null : toRecording(row);
  };

  return {
    get,
    insert: database.transaction((recording: Recording, { pid, startedAt }: Owner): void => {
      const { id, runId, name, endedAt, deletedAt } = recording;
      const document = documents.pack('recording', recording);
      insert.run(id, runId, name, recording.startedAt, endedAt, deletedAt, document, pid, startedAt);
    }).immediate,
    /** At once, whoever else writes: one program may name it while another one records. */
    update: database.transaction((id: string, change: RecordingChange): void => {
      const recording = get(id);
      if (recording === null) throw noSuchRecording(id);
      const changed = { ...recording, ...change };
      update.run(changed.name, changed.endedAt, changed.deletedAt, documents.pack('recording', changed), id);
      if (recording.endedAt === null && changed.endedAt !== null) blocks.seal(id);
    }).immediate,
    ofRun(runId: string): Recording | null {
      const row = byRun.get(runId);
      return row === undefined ? null : toRecording(row);
    },
    /** By id, "last", a name, or a unique beginning of an id. */
    resolve(reference: string): Recording {
      const wanted = reference.trim();
      if (wanted === '') throw noSuchRecording(reference, 'No recording was named.');
      const known = get(wanted);
      if (known !== null) return known;
      const named = wanted === 'last' ? newest.all(1) : byName.all(wanted);
      const letters = wanted.toLowerCase();
      const found = named.length > 0 ? named : byBeginning.all(letters, `${letters}${LAST_CHARACTER}`);
      const [only, second] = found;
      if (only === undefined) throw noSuchRecording(reference);
      if (second !== undefined) throw noSuchRecording(reference, 'More than one recording goes by that.');
      return toRecording(only);
    },
    /** Newest first; those of runs and those in the bin are left out. */
    list: (): Recording[] => newest.all(-1).map(toRecording),
    setDeleted: database.transaction((ids: readonly string[], at: WallTime | null): void => {
      for (const id of ids) setDeleted.run(at, id);
    }).immediate,
    purgeDeleted: (before: WallTime): number => purge.run(before).changes,
    /** Those that go on by their row, and whose owner is dead. */
    orphans: (): Recording[] =>
      unfinished
        .all()
        .filter((row) => !isAlive({ pid: row.owner_pid, startedAt: row.owner_started_at }))
        .map(toRecording),
  };
}

export function noSuchRecording(reference: string, message = 'There is no such recording.'): DynoError {
  return new DynoError({
    code: 'RECORDING_NOT_FOUND',
    message,
    subject: reference,
    nextStep:
      'Name one by its id, the beginning of it, its name, or "last"; the one beside a run by "run:" and the run.',
  });
}
