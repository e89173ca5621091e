import type { BenchRequest, RunFilter } from '../../contract/run.ts';
import type { SweepRequest } from '../../contract/sweep.ts';
import type { ModelRef } from '../../contract/model.ts';

/** One place for the names of what is known about the core, so that an event can say what is stale. */
export const queryKeys = {
  about: ['about'],
  doctor: ['doctor'],
  models: ['models'],
  model: (ref: ModelRef) => ['model', ref],
  plan: (request: BenchRequest | null) => ['plan', request],
  live: ['live'],
  runs: (filter: RunFilter = {}) => ['runs', filter],
  anyRuns: ['runs'],
  run: (runId: string) => ['run', runId],
  series: (runId: string) => ['series', runId],
  hardware: (runId: string) => ['hardware', runId],
  details: (runId: string) => ['details', runId],
  alerts: ['alerts'],
  thresholds: ['thresholds'],
  calibrations: ['calibrations'],
  abs: ['abs'],
  ab: (id: string) => ['ab', id],
  targets: ['targets'],
  targetMetrics: ['target-metrics'],
  targetText: (name: string) => ['targets', 'text', name],
  anyTargetReport: ['target-report'],
  targetReport: (runId: string, set: string, baseline: string | null) => [
    'target-report',
    runId,
    set,
    baseline,
  ],
  baselines: ['baselines'],
  anyAgainst: ['against'],
  against: (runId: string, baseline: string) => ['against', runId, baseline],
  sweepPlan: (request: SweepRequest | null) => ['sweep-plan', request],
  sweep: (sweepId: string) => ['sweep', sweepId],
  sweeps: ['sweeps'],
  comparison: (a: string, b: string) => ['comparison', a, b],
} as const;
