import type { GenerationConfig } from '../../contract/generation.ts';
import type { LevelName } from '../../contract/level.ts';
import type { ModelRef } from '../../contract/model.ts';
import type { BenchRequest, GraphLevel, Provider } from '../../contract/run.ts';
import type { ScenarioWish } from '../../contract/scenario.ts';

/** The form's state: undefined and empty mean "as the plan sees fit". */
export interface BenchDraft {
  readonly model: ModelRef | null;
  readonly level: LevelName | undefined;
  readonly provider: Provider | undefined;
  readonly batch: number | undefined;
  readonly sequence: number | undefined;
  /** Per input, as typed: "1x3x224x224". */
  readonly shapes: Readonly<Record<string, string>>;
  readonly iterations: number | undefined;
  readonly warmup: number | undefined;
  readonly durationSeconds: number | undefined;
  /** ± this much of the median. */
  readonly precisionPercent: number | undefined;
  readonly coldCache: true | undefined;
  /** After the clean pass one more, in which each operator is recorded. */
  readonly profile: true | undefined;
  readonly threads: number | undefined;
  readonly graphLevel: GraphLevel | undefined;
  readonly seed: number | undefined;
  /** Null: one call after the other. */
  readonly scenario: ScenarioWish | null;
  /** Null: no text is written. */
  readonly generation: Partial<GenerationConfig> | null;
  readonly name: string;
  /** As typed, separated by commas. */
  readonly tags: string;
}

export const EMPTY_DRAFT: BenchDraft = {
  model: null,
  level: undefined,
  provider: undefined,
  batch: undefined,
  sequence: undefined,
  shapes: {},
  iterations: undefined,
  warmup: undefined,
  durationSeconds: undefined,
  precisionPercent: undefined,
  coldCache: undefined,
  profile: undefined,
  threads: undefined,
  graphLevel: undefined,
  seed: undefined,
  scenario: null,
  generation: null,
  name: '',
  tags: '',
};

/** Null until a model is chosen. Leaves out all that was left blank, so that the plan fills it. */
export function requestOf(draft: BenchDraft): BenchRequest | null {
  if (draft.model === null) return null;
  const shapes = Object.entries(draft.shapes).flatMap(([name, text]) => {
    const shape = parseShape(text);
    return shape === null ? [] : [[name, shape] as const];
  });
  const tags = parseTags(draft.tags);
  const name = draft.name.trim();
  return {
    model: draft.model,
    ...set('level', draft.level),
    ...set('provider', draft.provider),
    ...set('batch', draft.batch),
    ...set('sequence', draft.sequence),
    ...(shapes.length > 0 ? { shapes: Object.fromEntries(shapes) } : {}),
    ...set('iterations', draft.iterations),
    ...set('warmup', draft.warmup),
    ...set('durationMs', draft.durationSeconds === undefined ? undefined : draft.durationSeconds * 1000),
    ...set('precision', draft.precisionPercent === undefined ? undefined : draft.precisionPercent / 100),
    ...set('coldCache', draft.coldCache),
    ...(draft.profile === true && canProfile(draft) ? { profile: {} } : {}),
    ...set('threads', draft.threads),
    ...set('graphLevel', draft.graphLevel),
    ...set('seed', draft.seed),
    ...set('scenario', draft.scenario ?? undefined),
    // A draft that was kept from before there was such a choice has none.
    ...set('generation', draft.generation ?? undefined),
    ...(name === '' ? {} : { name }),
    ...(tags.length > 0 ? { tags } : {}),
  };
}

/** A scenario and a generation run many sessions or shapes: their operators are profiled in a plain run. */
export function canProfile({ scenario, generation }: BenchDraft): boolean {
  return scenario === null && (generation ?? null) === null;
}

function set<Key extends string, Value>(key: Key, value: Value | undefined): { [key in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { [key in Key]: Value });
}

/** "1x3x224x224", "1, 3, 224" or "1 3"; null where it is no shape. */
export function parseShape(text: string): readonly number[] | null {
  const parts = text
    .trim()
    .split(/\s*[x×,\s]\s*/i)
    .filter((part) => part !== '');
  if (parts.length === 0 || !parts.every((part) => /^\d{1,9}$/.test(part))) return null;
  return parts.map(Number);
}

export function parseTags(text: string): readonly string[] {
  const tags = text
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
  return [...new Set(tags)];
}

/** How many options differ from what the plan would choose, for the folded line. */
export function countOptions(draft: BenchDraft): number {
  const {
    model: _model,
    level: _level,
    provider: _provider,
    scenario: _scenario,
    generation: _generation,
    profile: _profile,
    shapes,
    ...rest
  } = draft;
  const own = Object.values(rest).filter((value) => value !== undefined && value !== '').length;
  return own + Object.values(shapes).filter((text) => parseShape(text) !== null).length;
}
