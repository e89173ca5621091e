import type { RunConfig } from '../../contract/run.ts';
import type { WorkerJob } from '../../contract/worker-api.ts';

/** What the worker is told of a configuration. */
export function jobOf(config: RunConfig, modelPath: string, profileFolder: string | null = null): WorkerJob {
  const { level: _level, ...job } = config;
  return { ...job, modelPath, vocabulary: null, profileFolder };
}
