import type { FlagFact, NumberFact, TextFact } from '../../../contract/run-list.ts';

/** All of a kind, in one order: a fact that the contract gains and that is not here does not compile. */
const allOf = <Name extends string>(names: Readonly<Record<Name, true>>): readonly Name[] =>
  Object.keys(names) as Name[];

export const TEXT_FACTS = allOf<TextFact>({
  id: true,
  name: true,
  notes: true,
  status: true,
  model: true,
  contentHash: true,
  commit: true,
  level: true,
  provider: true,
  graphLevel: true,
  host: true,
  benchmark: true,
  comparisonId: true,
  sweepId: true,
  trust: true,
});

export const NUMBER_FACTS = allOf<NumberFact>({
  batch: true,
  sequence: true,
  threads: true,
  createdAt: true,
  endedAt: true,
  archivedAt: true,
  pinnedAt: true,
  count: true,
  p50Ms: true,
  p50LowMs: true,
  p50HighMs: true,
  meanMs: true,
  p95Ms: true,
  p99Ms: true,
  samplesPerSecond: true,
  tokensPerSecond: true,
  peakBytes: true,
  joulesPerInference: true,
});

export const FLAG_FACTS = allOf<FlagFact>({ isCommitDirty: true, isSimulated: true, isProfiled: true });

/** Bins of a run's sparkline. */
export const SPARK_BINS = 24;
