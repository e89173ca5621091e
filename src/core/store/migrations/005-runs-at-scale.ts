import type { Migration } from './types.ts';

/** Runs can be archived and pinned, and what is kept about many of them at once: views, gates, goals, upkeep. */
export const runsAtScale: Migration = {
  version: 5,
  apply(database) {
    database.exec(`
      ALTER TABLE runs ADD COLUMN archived_at REAL;
      ALTER TABLE runs ADD COLUMN pinned_at REAL;

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
