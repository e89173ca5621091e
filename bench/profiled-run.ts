import { deflateRawSync } from 'node:zlib';
import type { ProfileSummary } from '../src/contract/profile.ts';
import type { SpanTable } from '../src/contract/spans.ts';
import { condenseRun } from '../src/core/analysis/condense.ts';
import { spansToBytes } from '../src/core/analysis/spans/span-bytes.ts';
import { openStore } from '../src/core/store/open-store.ts';
import { runOf } from './store/stored-run.ts';

const SUMMARY: ProfileSummary = {
  cleanMeanMs: 10,
  profiledMeanMs: 12,
  overheadFactor: 1.2,
  isIndicative: false,
  eventCostMs: 0.004,
  iterations: 20,
  slices: 1,
  operatorCount: 0,
  dearest: null,
};

/** A run whose profile is these spans, stored as the engine stores it; says which run. */
export function storeProfiledRun(folder: string, spans: SpanTable): string {
  const now = Date.now();
  const store = openStore({ folder, wallNow: () => now });
  const condensed = condenseRun(Float64Array.of(10, 20), Float64Array.of(10, 10));
  const run = runOf(0, { kind: 'demo', location: 'demo:mlp-tiny' }, now, 20, condensed);
  try {
    store.insertRun({ ...run, status: 'done', profile: SUMMARY }, { pid: process.pid, startedAt: 'bench' });
    store.putProfile(run.id, {
      operators: new Uint8Array(0),
      graph: null,
      spans: deflateRawSync(spansToBytes(spans), { level: 1 }),
    });
  } finally {
    store.close();
  }
  return run.id;
}
