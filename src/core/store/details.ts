import type { Database } from 'better-sqlite3';
import type { RunDetails } from '../../contract/run.ts';
import { parseCell } from './cells.ts';

interface DetailRow {
  readonly kind: string;
  readonly document: string;
}

const NONE: RunDetails = { trust: null, outputs: null, scenario: null, generation: null };

/** What a run has beyond its row: read only when somebody opens it. */
export function detailTable(database: Database) {
  const put = database.prepare<[string, string, string]>(
    'INSERT INTO details (run_id, kind, document) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET document = excluded.document',
  );
  const select = database.prepare<[string], DetailRow>('SELECT kind, document FROM details WHERE run_id = ?');
  return {
    put(runId: string, details: Partial<RunDetails>): void {
      for (const [kind, detail] of Object.entries(details)) {
        if (detail !== null && detail !== undefined) put.run(runId, kind, JSON.stringify(detail));
      }
    },
    get(runId: string): RunDetails {
      const found: Record<string, unknown> = { ...NONE };
      for (const { kind, document } of select.all(runId)) {
        found[kind] = parseCell(document, { table: 'details', row: runId, column: kind });
      }
      return found as unknown as RunDetails;
    },
  };
}
