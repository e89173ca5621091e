import type { Migration } from './types.ts';

/** Runs can be archived and pinned, and what is kept about many of them at once: views, gates, goals, upkeep. */
export const runsAtScale: Migration = {
  version: 5,
  apply(database) {
    database.exec(`
      ALTER TABLE runs ADD COLUMN archived_at REAL;
      ALTER TABLE runs ADD COLUMN pinned_at REAL;

      CREATE INDEX runs_listed ON runs (created_at) WHERE deleted_at IS NULL AND archived_at IS NULL;
      CREATE INDEX runs_in_bin ON runs (deleted_at) WHERE deleted_at IS NOT NULL;

      CREATE TABLE run_facts (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE REFERENCES runs (id) ON DELETE CASCADE,
        revision INTEGER NOT NULL,
        created_at REAL NOT NULL,
        archived_at REAL,
        pinned_at REAL,
        deleted_at REAL,
        ended_at REAL,
        name TEXT NOT NULL,
        notes TEXT NOT NULL,
        tags TEXT NOT NULL,
        status TEXT NOT NULL,
        model TEXT NOT NULL,
        content_hash TEXT NOT NULL,
        commit_hash TEXT,
        level TEXT,
        provider TEXT NOT NULL,
        graph_level TEXT NOT NULL,
        host TEXT,
        benchmark TEXT NOT NULL,
        comparison_id TEXT,
        sweep_id TEXT,
        trust TEXT,
        batch INTEGER NOT NULL,
        sequence INTEGER,
        threads INTEGER,
        sample_count INTEGER,
        p50_ms REAL,
        p50_low_ms REAL,
        p50_high_ms REAL,
        mean_ms REAL,
        p95_ms REAL,
        p99_ms REAL,
        samples_per_second REAL,
        tokens_per_second REAL,
        peak_bytes REAL,
        joules_per_inference REAL,
        is_commit_dirty INTEGER NOT NULL,
        is_simulated INTEGER NOT NULL,
        is_profiled INTEGER NOT NULL,
        spark BLOB NOT NULL
      );
      CREATE INDEX run_facts_newest ON run_facts (created_at, number) WHERE deleted_at IS NULL;
      CREATE INDEX run_facts_revision ON run_facts (revision);

      -- Older runs, whose facts are still to be worked out; numbered below all that come later.
      CREATE TABLE facts_wanted (
        id TEXT PRIMARY KEY NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        number INTEGER NOT NULL
      );
      INSERT INTO facts_wanted SELECT id, rowid - (SELECT max(rowid) FROM runs) - 1 FROM runs;

      CREATE TABLE gone_runs (
        id TEXT PRIMARY KEY NOT NULL,
        revision INTEGER NOT NULL
      );
      CREATE INDEX gone_runs_revision ON gone_runs (revision);
      CREATE TRIGGER run_is_gone AFTER DELETE ON runs BEGIN
        UPDATE run_revision SET value = value + 1;
        INSERT INTO gone_runs SELECT old.id, value FROM run_revision WHERE true
          ON CONFLICT (id) DO UPDATE SET revision = excluded.revision;
      END;

      -- Grows with every change of a run; a restored backup begins another era.
      CREATE TABLE run_revision (
        only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
        era INTEGER NOT NULL,
        value INTEGER NOT NULL
      );
      INSERT INTO run_revision VALUES (1, 1, 0);

      -- All samples of a run that is over, in fewer bytes; one that goes on, or has very many, keeps its chunks.
      CREATE TABLE packed_samples (
        run_id TEXT PRIMARY KEY NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        batches BLOB NOT NULL,
        latencies_ms BLOB NOT NULL
      );
      -- Null: at_ms, sample_values and marks are as they came. Otherwise how many ticks are packed in them.
      ALTER TABLE recording_blocks ADD COLUMN packed_ticks INTEGER;

      -- 1: a cell is packed, or empty where it follows from the run's samples. 0: all are as they came.
      ALTER TABLE series ADD COLUMN is_packed INTEGER NOT NULL DEFAULT 0;

      -- What documents of a kind are told against.
      CREATE TABLE dictionaries (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        body BLOB NOT NULL
      );
      CREATE INDEX dictionaries_kind ON dictionaries (kind);

      CREATE TABLE views (
        name TEXT PRIMARY KEY NOT NULL,
        document TEXT NOT NULL
      );

      CREATE TABLE gates (
        id TEXT PRIMARY KEY NOT NULL,
        at REAL NOT NULL,
        document TEXT NOT NULL
      );
      CREATE INDEX gates_newest ON gates (at);

      CREATE TABLE goals (
        line TEXT NOT NULL,
        benchmark TEXT NOT NULL,
        metric TEXT NOT NULL,
        goal REAL NOT NULL,
        PRIMARY KEY (line, benchmark, metric)
      );

      CREATE TABLE settings (
        name TEXT PRIMARY KEY NOT NULL,
        document TEXT NOT NULL
      );
    `);
  },
};
