import type { LatencySummary } from '../../contract/latency.ts';
import type { Run, RunDetails } from '../../contract/run.ts';
import { samplesMissing } from '../../core/analysis/summary.ts';

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
    latencyMs: run.latencyMs && withoutCount(run.latencyMs),
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
    // With its evidence where one run is shown, without it in lists.
    trust: details?.trust ?? run.trust,
    ...(details?.scenario && { scenario: details.scenario }),
    environment: run.environment,
    ...(run.error && { error: run.error }),
  };
}

function withoutCount({ count: _count, ...values }: LatencySummary): Omit<LatencySummary, 'count'> {
  return values;
}

export function missing(count: number): Readonly<Record<'p90' | 'p95' | 'p99' | 'p999', number>> {
  return {
    p90: samplesMissing('p90', count),
    p95: samplesMissing('p95', count),
    p99: samplesMissing('p99', count),
    p999: samplesMissing('p999', count),
  };
}
