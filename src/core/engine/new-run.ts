import { randomBytes } from 'node:crypto';
import type { ModelIdentity } from '../../contract/model.ts';
import type { BenchPlan, BenchRequest, Run } from '../../contract/run.ts';
import type { WallTime } from '../../contract/units.ts';

/** A run as it is when it is queued: nothing measured yet. */
export function newRun(
  { config, notes, flops }: Pick<BenchPlan, 'config' | 'notes' | 'flops'>,
  model: ModelIdentity,
  { name, tags }: Pick<BenchRequest, 'name' | 'tags'>,
  createdAt: WallTime,
): Run {
  return {
    id: newId(),
    name: name ?? '',
    tags: tags ?? [],
    notes: notes.join('\n'),
    status: 'queued',
    model,
    config,
    createdAt,
    startedAt: null,
    endedAt: null,
    phases: { loadMs: null, firstRunMs: null, warmupMs: null, measuredMs: null },
    latencyMs: null,
    throughput: null,
    hardware: null,
    energy: null,
    profile: null,
    signals: null,
    resources: null,
    // What is drawn does no work.
    work: config.executor === null ? { flops, flopsPerSecond: null } : null,
    trust: null,
    comparisonId: null,
    sweepId: null,
    environment: null,
    error: null,
    spark: [],
    deletedAt: null,
    archivedAt: null,
    pinnedAt: null,
  };
}

/** Of a run, a comparison, a sweep: short enough to type the beginning of. */
export function newId(): string {
  return randomBytes(6).toString('hex');
}
