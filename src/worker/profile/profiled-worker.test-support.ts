import { inflateRawSync } from 'node:zlib';
import type { ModelGraph } from '../../contract/model-graph.ts';
import type { ProfileOutcome, RunProfile } from '../../contract/profile.ts';
import type { SpanTable } from '../../contract/spans.ts';
import type { WorkerJob } from '../../contract/worker-api.ts';
import { spansFromBytes } from '../../core/analysis/spans/span-bytes.ts';
import { temporaryFolder } from '../worker.test-support.ts';

/** What a job needs so that it is profiled. */
export function profiled(
  iterations: number | null = 20,
  durationMs = 5000,
): Pick<WorkerJob, 'profile' | 'profileFolder'> {
  return { profile: { iterations, durationMs }, profileFolder: temporaryFolder() };
}

export interface Unpacked {
  readonly profile: Omit<RunProfile, 'runId'>;
  readonly graph: ModelGraph | null;
  readonly spans: SpanTable;
}

export function unpacked(outcome: ProfileOutcome | null): Unpacked {
  if (outcome === null) throw new Error('There is no profile.');
  const json = (packed: Uint8Array): unknown => JSON.parse(inflateRawSync(packed).toString('utf8'));
  return {
    profile: json(outcome.operators) as Unpacked['profile'],
    graph: outcome.graph && (json(outcome.graph) as ModelGraph),
    spans: spansFromBytes(inflateRawSync(outcome.spans)),
  };
}
