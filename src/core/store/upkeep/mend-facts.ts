import type { Database } from 'better-sqlite3';
import { formatCount } from '../../../contract/units.ts';
import type { Store } from '../store.ts';

/** Facts that say something else than their run, or are not there though nobody is about to work them out. */
const WRONG = `
  SELECT runs.id FROM runs LEFT JOIN run_facts AS facts ON facts.id = runs.id
  WHERE runs.id NOT IN (SELECT id FROM facts_wanted) AND (
    facts.id IS NULL OR facts.name IS NOT runs.name OR facts.status IS NOT runs.status
    OR facts.tags IS NOT runs.tags OR facts.created_at IS NOT runs.created_at
    OR facts.deleted_at IS NOT runs.deleted_at OR facts.archived_at IS NOT runs.archived_at
    OR facts.pinned_at IS NOT runs.pinned_at OR facts.ended_at IS NOT runs.ended_at
    OR facts.comparison_id IS NOT runs.comparison_id OR facts.sweep_id IS NOT runs.sweep_id
    OR (json_valid(runs.latency) AND (
      (facts.p50_ms IS NULL) <> (runs.latency ->> '$.p50' IS NULL)
      OR abs(facts.p50_ms - (runs.latency ->> '$.p50')) > 1e-9 * abs(facts.p50_ms)))
    OR (json_valid(runs.model) AND facts.content_hash IS NOT coalesce(runs.model ->> '$.contentHash', '')))`;

/** What lists, trends and gates read is worked out from the runs: where it disagrees with them it is made anew. */
export function mendFacts(
  database: Database,
  store: Pick<Store, 'updateRun'>,
): { readonly findings: readonly string[]; readonly repaired: readonly string[] } {
  const findings: string[] = [];
  let mended = 0;
  for (const id of database.prepare<[], string>(WRONG).pluck().all()) {
    try {
      store.updateRun(id, {});
      mended += 1;
    } catch {
      findings.push(`The facts of run ${id} disagree with it, and it cannot be read to mend them.`);
    }
  }
  const many = `${formatCount(mended)} ${mended === 1 ? 'run was' : 'runs were'}`;
  return {
    findings,
    repaired: mended === 0 ? [] : [`What lists know of ${many} made anew: it did not agree with the runs.`],
  };
}
