import type { Migration } from './types.ts';

/**
 * A run is columns where it is sorted and searched by, and one JSON cell for each other part of it. What grows
 * with time (latencies, hardware) is a chunk per hand-over.
 */
export const firstSchema: Migration = {
  version: 1,
  apply(database) {
    database.exec(`
      CREATE TABLE runs (
        id TEXT PRIMARY KEY NOT NULL,
        name TEXT NOT NULL,
        notes TEXT NOT NULL,
        status TEXT NOT NULL,
        created_at REAL NOT NULL,
        started_at REAL,
        ended_at REAL,
        deleted_at REAL,
        owner_pid INTEGER NOT NULL,
        owner_started_at TEXT NOT NULL,
        search TEXT NOT NULL,
        tags TEXT NOT NULL,
        model TEXT NOT NULL,
        config TEXT NOT NULL,
        phases TEXT NOT NULL,
        latency TEXT NOT NULL,
        throughput TEXT NOT NULL,
        hardware TEXT NOT NULL,
        environment TEXT NOT NULL,
        error TEXT NOT NULL,
        spark TEXT NOT NULL
      );
      CREATE INDEX runs_newest ON runs (created_at);
      CREATE INDEX runs_name ON runs (name);
      CREATE INDEX runs_unfinished ON runs (status) WHERE status IN ('queued', 'running');

      CREATE TABLE samples (
        id INTEGER PRIMARY KEY,
        run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        start_ms REAL NOT NULL,
        end_ms REAL NOT NULL,
        latencies_ms BLOB NOT NULL
      );
      CREATE INDEX samples_run ON samples (run_id);

      CREATE TABLE series (
        run_id TEXT PRIMARY KEY NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        sample_count INTEGER NOT NULL,
        at_seconds BLOB NOT NULL,
        latency_ms BLOB NOT NULL,
        quantile_levels BLOB NOT NULL,
        quantiles_ms BLOB NOT NULL
      );

      CREATE TABLE hardware (
        id INTEGER PRIMARY KEY,
        run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        samples TEXT NOT NULL
      );
      CREATE INDEX hardware_run ON hardware (run_id);

      CREATE TABLE models (
        kind TEXT NOT NULL,
        location TEXT NOT NULL,
        name TEXT NOT NULL,
        detail TEXT NOT NULL,
        last_used REAL,
        PRIMARY KEY (kind, location)
      );

      CREATE TABLE hashes (
        path TEXT PRIMARY KEY NOT NULL,
        stamp TEXT NOT NULL,
        hash TEXT NOT NULL
      );
    `);
  },
};
