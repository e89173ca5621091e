import type { Database } from 'better-sqlite3';

/** One step of the schema. Never changed once released: the next change is the next number. */
export interface Migration {
  readonly version: number;
  apply(database: Database): void;
}
