import type { RunFacts } from '../../../contract/run-list.ts';
import { packRuns } from './pack-runs.ts';
import { RunTable } from './run-table.ts';

const PLAIN: RunFacts = {
  id: 'r',
  name: '',
  tags: [],
  notes: '',
  status: 'done',
  model: 'demo:mlp-tiny',
  contentHash: 'a'.repeat(64),
  commit: null,
  isCommitDirty: false,
  level: 'basic',
  provider: 'cpu',
  isSimulated: false,
  batch: 4,
  sequence: 128,
  threads: null,
  graphLevel: 'all',
  host: 'bench-1',
  benchmark: 'b1',
  createdAt: 0,
  endedAt: null,
  archivedAt: null,
  pinnedAt: null,
  comparisonId: null,
  sweepId: null,
  trust: null,
  isProfiled: false,
  count: null,
  p50Ms: null,
  p50LowMs: null,
  p50HighMs: null,
  meanMs: null,
  p95Ms: null,
  p99Ms: null,
  samplesPerSecond: null,
  tokensPerSecond: null,
  peakBytes: null,
  joulesPerInference: null,
  spark: [],
};

export function someFacts(id: string, change: Partial<RunFacts> = {}): RunFacts {
  return { ...PLAIN, id, ...change };
}

/** Runs by their ids; the first is the newest unless they say. */
export function tableOf(runs: Readonly<Record<string, Partial<RunFacts>>>): RunTable {
  const entries = Object.entries(runs);
  return new RunTable(
    packRuns(
      entries.map(([id, change], index) => someFacts(id, { createdAt: entries.length - index, ...change })),
    ),
  );
}

export function idsOf(table: RunTable, rows: Iterable<number>): readonly string[] {
  return Array.from(rows, (row) => table.idAt(row));
}
