import type { AbRequest } from '../../../contract/ab.ts';
import type { BenchRequest, Run } from '../../../contract/run.ts';
import type { BenchDraft } from '../../state/bench-request.ts';

/** What is put together for one side; what is absent is left to the plan, or as in A. */
export type SideDraft = Readonly<
  Partial<
    Pick<BenchRequest, 'model' | 'provider' | 'level' | 'threads' | 'graphLevel' | 'batch' | 'sequence'>
  >
>;

export interface AbLimits {
  readonly marginPercent?: number;
  readonly pairs?: number;
  readonly seconds?: number;
}

/** What is set up on Bench is a good A to begin with. */
export function draftOfBench(bench: BenchDraft): SideDraft {
  const { provider, level, threads, graphLevel, batch, sequence } = bench;
  const known = Object.entries({
    model: bench.model ?? undefined,
    provider,
    level,
    threads,
    graphLevel,
    batch,
    sequence,
  });
  return Object.fromEntries(known.filter(([, value]) => value !== undefined));
}

/** Null until A has a model. */
export function abRequest(a: SideDraft, b: SideDraft, limits: AbLimits): AbRequest | null {
  const { model } = a;
  if (model === undefined) return null;
  const { marginPercent, pairs, seconds } = limits;
  return {
    a: { ...a, model },
    b: { ...a, model, ...b },
    ...(marginPercent !== undefined && { margin: marginPercent / 100 }),
    ...(pairs !== undefined && { pairs }),
    ...(seconds !== undefined && { durationMs: seconds * 1000 }),
  };
}

/** A stored run's configuration as one side, its inputs' shapes spelled out. */
export function sideOfRun({ model, config }: Run): BenchRequest {
  const shapes = Object.fromEntries(
    config.inputs
      .filter(({ name }) => config.inputFiles[name] === undefined)
      .map(({ name, shape }) => [name, shape]),
  );
  return {
    model: model.ref,
    provider: config.provider,
    graphLevel: config.graphLevel,
    seed: config.seed,
    ...(Object.keys(shapes).length > 0 && { shapes }),
    ...(Object.keys(config.inputFiles).length > 0 && { inputFiles: config.inputFiles }),
    ...(config.threads !== null && { threads: config.threads }),
    ...(config.coldCache && { coldCache: true }),
    ...(config.executor !== null && { executor: config.executor }),
  };
}
