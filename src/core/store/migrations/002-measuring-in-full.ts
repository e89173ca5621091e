import type { Migration } from './types.ts';

/**
 * Runs learn what the full engine records. What older runs did not have is null there; their percentiles on too few
 * samples stay as they were printed, but their intervals go, since those took the samples for independent.
 */
export const measuringInFull: Migration = {
  version: 2,
  apply(database) {
    database.exec(`
      ALTER TABLE runs ADD COLUMN signals TEXT NOT NULL DEFAULT 'null';
      ALTER TABLE runs ADD COLUMN resources TEXT NOT NULL DEFAULT 'null';
      ALTER TABLE runs ADD COLUMN work TEXT NOT NULL DEFAULT 'null';
      ALTER TABLE runs ADD COLUMN trust TEXT NOT NULL DEFAULT 'null';
      ALTER TABLE runs ADD COLUMN comparison_id TEXT;
      ALTER TABLE runs ADD COLUMN sweep_id TEXT;
      UPDATE runs SET config = json_set(config,
        '$.warmupCap', NULL, '$.precision', NULL, '$.coldCache', json('false'), '$.executor', NULL,
        '$.scenario', NULL, '$.generation', NULL, '$.inputFiles', json('{}'));
      UPDATE runs SET latency = json_remove(
        json_set(latency, '$.mad', NULL, '$.effectiveSize', NULL, '$.intervals', json('{}')),
        '$.p50Low', '$.p50High') WHERE latency <> 'null';

      CREATE TABLE details (
        run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        document TEXT NOT NULL,
        PRIMARY KEY (run_id, kind)
      );

      CREATE TABLE comparisons (
        id TEXT PRIMARY KEY NOT NULL,
        created_at REAL NOT NULL,
        status TEXT NOT NULL,
        owner_pid INTEGER NOT NULL,
        owner_started_at TEXT NOT NULL,
        document TEXT NOT NULL,
        deleted_at REAL
      );
      CREATE INDEX comparisons_newest ON comparisons (created_at);

      CREATE TABLE sweeps (
        id TEXT PRIMARY KEY NOT NULL,
        created_at REAL NOT NULL,
        status TEXT NOT NULL,
        owner_pid INTEGER NOT NULL,
        owner_started_at TEXT NOT NULL,
        document TEXT NOT NULL,
        deleted_at REAL
      );
      CREATE INDEX sweeps_newest ON sweeps (created_at);

      CREATE TABLE baselines (
        name TEXT PRIMARY KEY NOT NULL,
        run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        set_at REAL NOT NULL
      );

      CREATE TABLE calibrations (
        id TEXT PRIMARY KEY NOT NULL,
        machine TEXT NOT NULL,
        provider TEXT NOT NULL,
        at REAL NOT NULL,
        document TEXT NOT NULL
      );

      CREATE TABLE target_sets (
        name TEXT PRIMARY KEY NOT NULL,
        yaml TEXT NOT NULL,
        saved_at REAL NOT NULL
      );
    `);
  },
};
