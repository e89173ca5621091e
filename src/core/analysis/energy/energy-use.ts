import type { Run, RunDetails } from '../../../contract/run.ts';
import type { EnergyUse } from './energy-of-run.ts';

type Facts = Pick<Run, 'config' | 'latencyMs' | 'work' | 'environment'>;

/** What a run spent its joules on: all that it measured, warm-up and loading left out, as its bounds are. */
export function energyUseOf(
  { config, latencyMs, work, environment }: Facts,
  { scenario, generation }: Pick<Partial<RunDetails>, 'scenario' | 'generation'>,
): EnergyUse {
  const common = { provider: config.provider, cpuModel: environment?.cpu.model ?? '' };
  if (generation) {
    const repeats = (generation.withCache?.repeats ?? 0) + (generation.withoutCache?.repeats ?? 0);
    const tokens = repeats * generation.newTokens;
    return { ...common, inferences: null, samples: repeats, tokens, flops: null };
  }
  if (scenario) {
    const queries = scenario.points.reduce((sum, { completed }) => sum + completed, 0);
    const samples = queries * (config.scenario?.query.samples ?? Number.NaN);
    return {
      ...common,
      inferences: queries,
      samples: Number.isFinite(samples) ? samples : null,
      tokens: null,
      flops: null,
    };
  }
  const inferences = latencyMs?.count ?? null;
  const samples = inferences === null ? null : inferences * config.batch;
  return {
    ...common,
    inferences,
    samples,
    tokens: samples === null || config.sequence === null ? null : samples * config.sequence,
    flops: work?.flops ?? null,
  };
}
