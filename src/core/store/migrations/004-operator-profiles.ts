import type { Migration } from './types.ts';

/** Where the time of a run went: operators, graph and spans, each packed by the worker that recorded them. */
export const operatorProfiles: Migration = {
  version: 4,
  apply(database) {
    database.exec(`
      ALTER TABLE runs ADD COLUMN profile TEXT NOT NULL DEFAULT 'null';
      UPDATE runs SET config = json_set(config, '$.profile', NULL) WHERE json_valid(config);

      CREATE TABLE profiles (
        run_id TEXT PRIMARY KEY NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        operators BLOB NOT NULL,
        graph BLOB,
        spans BLOB NOT NULL
      );
    `);
  },
};
