import type { LevelName } from '../../contract/level.ts';
import type { ModelRef } from '../../contract/model.ts';
import type { Provider } from '../../contract/run.ts';
import type { SweepRequest } from '../../contract/sweep.ts';

/** The form's state: an empty axis stays as the base has it. */
export interface SweepDraft {
  readonly models: readonly ModelRef[];
  readonly level: readonly LevelName[];
  readonly batch: readonly number[];
  readonly sequence: readonly number[];
  readonly provider: readonly Provider[];
  readonly threads: readonly number[];
  readonly iterations: number | undefined;
  readonly durationSeconds: number | undefined;
  readonly name: string;
}

export const EMPTY_SWEEP: SweepDraft = {
  models: [],
  level: [],
  batch: [1, 2, 4, 8],
  sequence: [],
  provider: [],
  threads: [],
  iterations: undefined,
  durationSeconds: 2,
  name: '',
};

/** Null until there is a model and something to vary. */
export function sweepRequestOf(draft: SweepDraft, model: ModelRef | null): SweepRequest | null {
  if (model === null) return null;
  const { models, level, batch, sequence, provider, threads } = draft;
  const others = models.filter(({ location }) => location !== model.location);
  const axes: SweepRequest['axes'] = {
    ...(others.length > 0 && { model: [model, ...others] }),
    ...(level.length > 0 && { level }),
    ...(batch.length > 0 && { batch }),
    ...(sequence.length > 0 && { sequence }),
    ...(provider.length > 0 && { provider }),
    ...(threads.length > 0 && { threads }),
  };
  if (Object.keys(axes).length === 0) return null;
  const name = draft.name.trim();
  return {
    base: {
      model,
      ...(draft.iterations !== undefined && { iterations: draft.iterations }),
      ...(draft.durationSeconds !== undefined && { durationMs: draft.durationSeconds * 1000 }),
    },
    axes,
    ...(name !== '' && { name }),
  };
}
