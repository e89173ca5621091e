import type { Database } from 'better-sqlite3';
import { dirname } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { StoreCheck } from '../../../contract/upkeep.ts';
import { formatCount } from '../../../contract/units.ts';
import { sqliteStore } from '../sqlite-store.ts';
import type { Store } from '../store.ts';
import { storeSize } from './keep-backup.ts';
import { openLive } from './open-live.ts';
import { mendFacts } from './mend-facts.ts';
import { orphanRows } from './orphan-rows.ts';

const MOST_FINDINGS = 100;

type Tell = (share: number | null, text: string) => void;

/**
 * Looks through all of the store: SQLite's own check of every page and index, rows whose run is gone, and every cell
 * that Dyno reads, read as Dyno reads it. What can be worked out from the rest is mended, the rest is told.
 */
export async function checkStore(store: string, tell: Tell): Promise<Omit<StoreCheck, 'tookMs'>> {
  const database = openLive(store);
  try {
    tell(null, 'Checking every page');
    const findings: string[] = [];
    const repaired: string[] = [];
    const pages = checkPages(database);
    findings.push(...pages.findings);
    repaired.push(...pages.repaired);
    for (const { table, rows } of orphanRows(database)) {
      findings.push(
        `${formatCount(rows.length)} ${rows.length === 1 ? 'row' : 'rows'} of ${table} belong to nothing that is there; ` +
          'dyno db prune --for-good removes them.',
      );
    }
    const facts = mendFacts(database, sqliteStore(database, dirname(store), []));
    findings.push(...facts.findings);
    repaired.push(...facts.repaired);
    const read = await readEverything(sqliteStore(database, dirname(store), []), database, tell);
    findings.push(...read.findings);
    const number = (pragma: string): number => database.pragma(pragma, { simple: true }) as number;
    return {
      ok: findings.length === 0,
      bytes: storeSize(store),
      freeBytes: number('freelist_count') * number('page_size'),
      runs: read.runs,
      samples: read.samples,
      findings: limited(findings),
      repaired,
    };
  } finally {
    database.close();
  }
}

/** An index is worked out from its table: one that disagrees with it is made anew. */
function checkPages(database: Database): { readonly findings: string[]; readonly repaired: string[] } {
  const findings = integrity(database);
  if (findings.length === 0 || !findings.every((finding) => /\bindex\b/i.test(finding))) {
    return { findings, repaired: [] };
  }
  database.exec('REINDEX');
  const left = integrity(database);
  return {
    findings: left,
    repaired: left.length === 0 ? [`The indexes were made anew: ${findings[0] ?? ''}.`] : [],
  };
}

function integrity(database: Database): string[] {
  const rows = database.pragma(`integrity_check(${MOST_FINDINGS})`) as { readonly integrity_check: string }[];
  return rows
    .map(({ integrity_check: finding }) => finding.replaceAll('\n', ' '))
    .filter((finding) => finding !== 'ok');
}

async function readEverything(
  store: Store,
  database: Database,
  tell: Tell,
): Promise<{ readonly findings: string[]; readonly runs: number; readonly samples: number }> {
  const findings: string[] = [];
  let samples = 0;
  const attempt = (read: () => void): void => {
    try {
      read();
    } catch (error) {
      findings.push(error instanceof Error ? error.message : String(error));
    }
  };
  const ids = database.prepare<[], string>('SELECT id FROM runs').pluck().all();
  for (const [index, id] of ids.entries()) {
    if (index % 32 === 0) {
      tell(index / ids.length, 'Reading every run');
      await turn();
    }
    attempt(() => store.getRun(id));
    attempt(() => (samples += store.readSamples(id).latenciesMs.length));
    attempt(() => store.getSeries(id));
    attempt(() => store.getDetails(id));
    attempt(() => store.recordingOfRun(id));
    await turn();
  }
  const rest: readonly (keyof Store & `list${string}`)[] = [
    'listRecordings',
    'listSweeps',
    'listComparisons',
    'listCalibrations',
    'listProbes',
  ];
  for (const list of rest) attempt(() => (store[list] as () => unknown)());
  attempt(() => store.thresholds());
  return { findings, runs: ids.length, samples };
}

function limited(findings: readonly string[]): readonly string[] {
  const more = findings.length - MOST_FINDINGS;
  return more <= 0 ? findings : [...findings.slice(0, MOST_FINDINGS), `And ${formatCount(more)} more.`];
}
