import type { Run } from '../../../contract/run.ts';
import type { Unit } from '../../../contract/units.ts';
import { ENVIRONMENT } from './environment-facts.ts';
import type { MetricRule } from './metric-row.ts';
import { inputsOf } from './same-work.ts';

type Read = MetricRule['of'];

function setting(id: string, label: string, of: Read, unit: Unit = 'text'): MetricRule {
  return { id, label, unit, group: 'settings', of };
}

/** What was run, and how. */
export const SETTINGS: readonly MetricRule[] = [
  setting('model', 'model', ({ model }) => model.name),
  setting('contentHash', 'model content', ({ model }) => model.contentHash.slice(0, 12)),
  setting('parameters', 'parameters', ({ model }) => model.parameters, 'count'),
  setting('weightBytes', 'weights', ({ model }) => model.weightBytes, 'bytes'),
  setting('level', 'level', ({ config }) => config.level),
  setting('provider', 'provider', ({ config }) => config.provider),
  setting('batch', 'batch', ({ config }) => config.batch, 'count'),
  setting('sequence', 'sequence', ({ config }) => config.sequence, 'count'),
  setting('inputs', 'inputs', inputsOf),
  setting('inputFiles', 'input files', ({ config }) => Object.values(config.inputFiles).join(', ') || null),
  setting('threads', 'threads', ({ config }) =>
    config.threads === null ? 'runtime decides' : String(config.threads),
  ),
  setting('graphLevel', 'graph optimization', ({ config }) => config.graphLevel),
  setting('scenario', 'scenario', ({ config }) => config.scenario?.kind),
  setting('generation', 'generation', generationWords),
  setting('coldCache', 'caches', ({ config }) => (config.coldCache ? 'cold' : 'warm')),
  setting('iterations', 'iterations wanted', ({ config }) => config.iterations, 'count'),
  setting('durationMs', 'time budget', ({ config }) => config.durationMs, 'ms'),
  setting('warmup', 'warm-up iterations', ({ config }) => config.warmup, 'count'),
  setting('seed', 'seed', ({ config }) => String(config.seed)),
  setting('executor', 'executor', ({ config }) => config.executor),
  setting('status', 'status', ({ status }) => status),
];

export const PLACES: readonly MetricRule[] = ENVIRONMENT.map(({ id, label, unit, of }) => ({
  id,
  label,
  unit: unit ?? 'text',
  group: 'environment',
  of: ({ environment }) => (environment === null ? null : of(environment)),
}));

function generationWords({ config: { generation } }: Run): string | null {
  return generation === null
    ? null
    : `${generation.newTokens} tokens after ${generation.promptTokens}, ${generation.cache} cache`;
}
