import { INTERVAL_OF, type LatencySummary } from '../../contract/latency.ts';
import type { Run, RunDetails } from '../../contract/run.ts';
import { samplesForInterval, samplesMissing } from '../../core/analysis/summary.ts';

/** A run as `bench --json`, `show --json` and `runs --json` print it. Times of day are milliseconds since 1970. */
export function runDocument(run: Run, details: RunDetails | null = null): Record<string, unknown> {
  return {
    run: {
      id: run.id,
      name: run.name,
      status: run.status,
      tags: run.tags,
      notes: run.notes,
      createdAt: run.createdAt,
      startedAt: run.startedAt,
      endedAt: run.endedAt,
    },
    model: run.model,
    config: run.config,
    iterations: run.latencyMs?.count ?? 0,
    latencyMs: run.latencyMs && latencyDocument(run.latencyMs),
    // Percentiles that rest on too few samples, with how many more each wants.
    samplesMissing: run.latencyMs && missing(run.latencyMs.count),
    samplesPerSecond: run.throughput?.samplesPerSecond ?? null,
    tokensPerSecond: run.throughput?.tokensPerSecond ?? null,
    throughput: run.throughput,
    phases: run.phases,
    signals: run.signals,
    resources: run.resources,
    work: run.work,
    hardware: run.hardware,
    energy: run.energy,
    // Its headline; where the operators are asked for, they are beside it.
    ...(run.profile && { profile: run.profile }),
    // With its evidence where one run is shown, without it in lists.
    trust: details?.trust ?? run.trust,
    ...(details?.scenario && { scenario: details.scenario }),
    ...(details?.generation && { generation: details.generation }),
    environment: run.environment,
    ...(run.error && { error: run.error }),
  };
}

function latencyDocument(summary: LatencySummary): Record<string, unknown> {
  const { count: _count, ...values } = summary;
  const [p50Low, p50High] = summary.intervals.p50 ?? [null, null];
  return { ...values, p50Low, p50High, needsMore: intervalsMissing(summary) };
}

/** Each interval that there is not, with about how many more samples it wants; null where that is not known. */
function intervalsMissing(summary: LatencySummary): Record<string, number | null> {
  return Object.fromEntries(
    INTERVAL_OF.map((name) => [name, samplesForInterval(name, summary)] as const).filter(
      ([, more]) => more !== 0,
    ),
  );
}

export function missing(count: number): Readonly<Record<'p90' | 'p95' | 'p99' | 'p999', number>> {
  return {
    p90: samplesMissing('p90', count),
    p95: samplesMissing('p95', count),
    p99: samplesMissing('p99', count),
    p999: samplesMissing('p999', count),
  };
}
