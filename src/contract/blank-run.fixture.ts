import type { Run, RunConfig } from './run.ts';

/** What most tests about runs do not care for. */
export const PLAIN_CONFIG = {
  warmupCap: null,
  precision: null,
  coldCache: false,
  executor: null,
  scenario: null,
  generation: null,
  profile: null,
  inputFiles: {},
} as const satisfies Partial<RunConfig>;

export const PLAIN_RUN = {
  signals: null,
  resources: null,
  work: null,
  trust: null,
  comparisonId: null,
  sweepId: null,
  archivedAt: null,
  pinnedAt: null,
} as const satisfies Partial<Run>;
