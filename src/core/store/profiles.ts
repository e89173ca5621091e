import type { Database } from 'better-sqlite3';
import type { ProfileOutcome } from '../../contract/profile.ts';

/** As the worker packed them: contract/profile says what is in each. */
export type PackedProfile = Pick<ProfileOutcome, 'operators' | 'graph' | 'spans'>;

/** A part alone: the spans of a profile are most of it, and few ask for them. */
export type ProfilePart = keyof PackedProfile;

export function profileTable(database: Database) {
  const put = database.prepare<[string, Uint8Array, Uint8Array | null, Uint8Array]>(
    'INSERT INTO profiles (run_id, operators, graph, spans) VALUES (?, ?, ?, ?)',
  );
  const select = (part: ProfilePart) =>
    database.prepare<[string], { readonly part: Uint8Array | null }>(
      `SELECT ${part} AS part FROM profiles WHERE run_id = ?`,
    );
  const parts = { operators: select('operators'), graph: select('graph'), spans: select('spans') };
  return {
    put(runId: string, { operators, graph, spans }: PackedProfile): void {
      put.run(runId, operators, graph, spans);
    },
    get: (runId: string, part: ProfilePart): Uint8Array | null => parts[part].get(runId)?.part ?? null,
  };
}
