import type { Database } from 'better-sqlite3';
import type { RunDetails } from '../../contract/run.ts';
import type { DocumentCodec } from './documents.ts';

interface DetailRow {
  readonly kind: string;
  readonly document: unknown;
}

const NONE: RunDetails = { trust: null, outputs: null, scenario: null, generation: null };

/** What a run has beyond its row: read only when somebody opens it. */
export function detailTable(database: Database, documents: DocumentCodec) {
  const put = database.prepare<[string, string, Buffer]>(
    'INSERT INTO details (run_id, kind, document) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET document = excluded.document',
  );
  const select = database.prepare<[string], DetailRow>('SELECT kind, document FROM details WHERE run_id = ?');
  return {
    put: database.transaction((runId: string, details: Partial<RunDetails>): void => {
      for (const [kind, detail] of Object.entries(details)) {
        if (detail !== null && detail !== undefined) put.run(runId, kind, documents.pack(kind, detail));
      }
    }).immediate,
    get(runId: string): RunDetails {
      const found: Record<string, unknown> = { ...NONE };
      for (const { kind, document } of select.all(runId)) {
        found[kind] = documents.unpack(document, { table: 'details', row: runId, column: kind });
      }
      return found as unknown as RunDetails;
    },
  };
}
