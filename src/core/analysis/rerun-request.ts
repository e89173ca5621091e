import { findLevel } from '../../contract/level.ts';
import { PROFILE_DEFAULT, type ProfileConfig, type ProfileWish } from '../../contract/profile.ts';
import type { BenchRequest, Run, RunConfig } from '../../contract/run.ts';
import type { ScenarioConfig, ScenarioWish } from '../../contract/scenario.ts';

/**
 * The request that asks for the same measurement again. What the run's level says by itself is left out, so that the
 * command stays as short as it was typed.
 */
export function rerunRequest(run: Run): BenchRequest {
  const { config, model } = run;
  const level = config.level === null ? undefined : findLevel(config.level);
  const unlike = <Value>(value: Value | null, usual: Value | undefined): value is Value =>
    value !== null && value !== usual;
  return {
    model: model.ref,
    provider: config.provider,
    graphLevel: config.graphLevel,
    seed: config.seed,
    ...(run.name === '' ? {} : { name: run.name }),
    ...(run.tags.length === 0 ? {} : { tags: run.tags }),
    ...(level === undefined ? {} : { level: level.name }),
    ...(unlike(config.batch, level?.batch) ? { batch: config.batch } : {}),
    ...(unlike(config.sequence, level?.sequence) ? { sequence: config.sequence } : {}),
    ...(unlike(config.iterations, level?.iterations) ? { iterations: config.iterations } : {}),
    ...(config.warmupCap === null && unlike(config.warmup, level?.warmup) ? { warmup: config.warmup } : {}),
    ...(config.durationMs === null || config.scenario !== null ? {} : { durationMs: config.durationMs }),
    ...(config.scenario === null ? {} : { scenario: wishOf(config.scenario) }),
    ...(config.precision === null ? {} : { precision: config.precision }),
    ...(config.coldCache ? { coldCache: true } : {}),
    ...(Object.keys(config.inputFiles).length > 0 ? { inputFiles: config.inputFiles } : {}),
    ...(config.generation === null ? {} : { generation: config.generation }),
    ...(config.profile === null ? {} : { profile: profileWish(config.profile) }),
    ...(config.threads === null ? {} : { threads: config.threads }),
    ...(config.executor === null ? {} : { executor: config.executor }),
  };
}

function profileWish({ iterations, durationMs }: ProfileConfig): ProfileWish {
  if (iterations === PROFILE_DEFAULT.iterations && durationMs === PROFILE_DEFAULT.durationMs) return {};
  return { durationMs, ...(iterations === null ? {} : { iterations }) };
}

function wishOf({
  query: _query,
  remarks: _remarks,
  queriesPerSecond,
  ...wish
}: ScenarioConfig): ScenarioWish {
  return queriesPerSecond === null ? wish : { ...wish, queriesPerSecond };
}

/** With every input's shape spelled out, for a run whose shapes were given by hand. */
export function withShapes(request: BenchRequest, { inputs }: RunConfig): BenchRequest {
  return { ...request, shapes: Object.fromEntries(inputs.map(({ name, shape }) => [name, shape])) };
}

export function sameShapes(a: RunConfig, b: RunConfig): boolean {
  const key = ({ inputs }: RunConfig): string =>
    inputs
      .map(({ name, shape }) => `${name}:${shape.join('x')}`)
      .sort()
      .join(' ');
  return key(a) === key(b);
}

/** Inputs whose values came from files that an older run did not record: they cannot be fed again from it. */
export function unrecordedInputs({ config }: Run): readonly string[] {
  return config.inputs
    .filter(({ name, fill }) => fill === undefined && !Object.hasOwn(config.inputFiles, name))
    .map(({ name }) => name);
}
