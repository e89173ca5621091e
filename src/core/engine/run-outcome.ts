import { condenseRun } from '../analysis/condense.ts';
import type { Store, RunChange } from '../store/store.ts';
import type { GenerationResult } from '../../contract/generation.ts';
import type { LatencySummary } from '../../contract/latency.ts';
import type { Run, RunConfig, RunDetails, RunSeries, RunThroughput, RunWork } from '../../contract/run.ts';
import type { WorkerResult } from '../../contract/worker-api.ts';

export interface Measured {
  readonly change: Pick<RunChange, 'latencyMs' | 'spark' | 'throughput' | 'signals' | 'resources' | 'work'>;
  readonly series: RunSeries | null;
  readonly details: Partial<RunDetails>;
}

export const NOTHING_MEASURED: Measured = { change: {}, series: null, details: {} };

export function throughputOf(
  latencyMs: LatencySummary | null,
  {
    batch,
    sequence,
    scenario,
    generation,
  }: Pick<RunConfig, 'batch' | 'sequence' | 'scenario' | 'generation'>,
): RunThroughput | null {
  // Several queries of a scenario are in flight at once: their latencies do not add up to its time.
  if (latencyMs === null || latencyMs.mean <= 0 || scenario !== null) return null;
  if (generation !== null) return null;
  const samplesPerSecond = (batch * 1000) / latencyMs.mean;
  return { samplesPerSecond, tokensPerSecond: sequence === null ? null : samplesPerSecond * sequence };
}

/** At the median. What a scenario or a generation times is no single iteration. */
function workAt({ work, config }: Run, latencyMs: LatencySummary | null): RunWork | null {
  if (work === null || work.flops === null || latencyMs === null) return work;
  if (config.scenario !== null || config.generation !== null) return work;
  return { ...work, flopsPerSecond: latencyMs.p50 > 0 ? (work.flops * 1000) / latencyMs.p50 : null };
}

/** Whole texts a second, and their new tokens: with past keys and values, where it ran with them. */
function throughputOfGeneration({
  withCache,
  withoutCache,
  newTokens,
}: GenerationResult): RunThroughput | null {
  const times = withCache ?? withoutCache;
  if (times === null) return null;
  return { samplesPerSecond: times.tokensPerSecond / newTokens, tokensPerSecond: times.tokensPerSecond };
}

/** What the worker worked out from all its samples. */
export function measuredByWorker(
  run: Run,
  { latencyMs, spark, series, signals, resources, outputs, scenario, generation }: WorkerResult,
): Measured {
  const point = scenario?.points[scenario.shown];
  const throughput = point
    ? { samplesPerSecond: point.samplesPerSecond, tokensPerSecond: point.tokensPerSecond }
    : generation
      ? throughputOfGeneration(generation)
      : throughputOf(latencyMs, run.config);
  return {
    change: { latencyMs, spark, throughput, signals, resources, work: workAt(run, latencyMs) },
    series: series === null ? null : { runId: run.id, sampleCount: latencyMs?.count ?? 0, ...series },
    details: { outputs, scenario, generation },
  };
}

/** The same from what was flushed, where the worker did not live to say it. */
export function measuredInStore(store: Store, run: Run): Measured {
  const { endsMs, latenciesMs } = store.readSamples(run.id);
  if (latenciesMs.length === 0) return NOTHING_MEASURED;
  const { latencyMs, signals, spark, series } = condenseRun(endsMs, latenciesMs);
  return {
    change: {
      latencyMs,
      spark,
      throughput: throughputOf(latencyMs, run.config),
      work: workAt(run, latencyMs),
      // How it warmed up died with the worker.
      signals: { ...signals, warmup: null, endedBy: null },
    },
    series: series && { runId: run.id, sampleCount: latenciesMs.length, ...series },
    details: {},
  };
}
