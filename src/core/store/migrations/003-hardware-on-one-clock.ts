import type { Migration } from './types.ts';

/** Hardware becomes recordings: columns by channel, in blocks; with what a machine can do at most, and what went over. */
export const hardwareOnOneClock: Migration = {
  version: 3,
  apply(database) {
    database.exec(`
      ALTER TABLE runs ADD COLUMN energy TEXT NOT NULL DEFAULT 'null';

      CREATE TABLE recordings (
        id TEXT PRIMARY KEY NOT NULL,
        run_id TEXT UNIQUE REFERENCES runs (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        started_at REAL NOT NULL,
        ended_at REAL,
        deleted_at REAL,
        owner_pid INTEGER NOT NULL,
        owner_started_at TEXT NOT NULL,
        document TEXT NOT NULL
      );
      CREATE INDEX recordings_newest ON recordings (started_at);

      CREATE TABLE recording_blocks (
        id INTEGER PRIMARY KEY,
        recording_id TEXT NOT NULL REFERENCES recordings (id) ON DELETE CASCADE,
        from_ms REAL NOT NULL,
        to_ms REAL NOT NULL,
        channels TEXT NOT NULL,
        at_ms BLOB NOT NULL,
        sample_values BLOB NOT NULL,
        marks BLOB NOT NULL
      );
      CREATE INDEX recording_blocks_of ON recording_blocks (recording_id, from_ms);

      CREATE TABLE thresholds (
        id TEXT PRIMARY KEY NOT NULL,
        document TEXT NOT NULL
      );

      CREATE TABLE alerts (
        id TEXT PRIMARY KEY NOT NULL,
        opened_at REAL NOT NULL,
        closed_at REAL,
        document TEXT NOT NULL
      );
      CREATE INDEX alerts_newest ON alerts (opened_at);

      CREATE TABLE probes (
        id TEXT PRIMARY KEY NOT NULL,
        machine TEXT NOT NULL,
        at REAL NOT NULL,
        document TEXT NOT NULL
      );
      CREATE INDEX probes_newest ON probes (machine, at);

      CREATE TABLE reference_outputs (
        key TEXT PRIMARY KEY NOT NULL,
        bytes INTEGER NOT NULL,
        written_at REAL NOT NULL,
        used_at REAL NOT NULL,
        outputs BLOB NOT NULL
      );
    `);
  },
};
