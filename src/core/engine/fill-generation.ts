import { DynoError } from '../../contract/errors.ts';
import type { GenerationConfig } from '../../contract/generation.ts';
import type { ModelInfo } from '../../contract/model.ts';
import type { BenchRequest, RunConfig } from '../../contract/run.ts';
import { readDecoder, type DecoderInterface } from '../model/index.ts';

const USUAL_PROMPT = 64;
const USUAL_NEW = 32;
const USUAL_BUDGET_MS = 30_000;

type Structure = Pick<ModelInfo, 'inputs' | 'outputs' | 'name'>;

/** The request with its prompt as the sequence: the inputs are made, and their memory told, from that. */
export function asPrompt(info: Structure, request: BenchRequest): BenchRequest {
  const { generation, level: _level, sequence, ...rest } = request;
  if (generation === undefined) return request;
  // Said before anything else: that it is no decoder explains why a sequence means nothing to it.
  readDecoder(info.inputs, info.outputs, info.name);
  return {
    ...rest,
    generation,
    batch: request.batch ?? 1,
    sequence: generation.promptTokens ?? sequence ?? USUAL_PROMPT,
  };
}

/** The configuration of a generation: prompt, new tokens and cache decided; repeats are its iterations. */
export function withGeneration(info: Structure, request: BenchRequest, plain: RunConfig): RunConfig {
  const wish = request.generation ?? {};
  refuseWhatDoesNotGoTogether(request);
  const decoder = readDecoder(info.inputs, info.outputs, info.name);
  const promptTokens = wish.promptTokens ?? plain.sequence ?? USUAL_PROMPT;
  const newTokens = wish.newTokens ?? USUAL_NEW;
  refuseTooLong(info, decoder, promptTokens + newTokens);
  const generation: GenerationConfig = { promptTokens, newTokens, cache: cacheOf(info, wish, decoder) };
  const counted = request.iterations !== undefined;
  return {
    ...plain,
    level: null,
    sequence: promptTokens,
    iterations: request.iterations ?? null,
    durationMs: request.durationMs ?? (counted ? null : USUAL_BUDGET_MS),
    warmup: request.warmup ?? 1,
    warmupCap: null,
    generation,
  };
}

/** What the user should know of how it was decided. */
export function generationNotes(info: Structure, { generation }: RunConfig): readonly string[] {
  if (generation?.cache !== 'without') return [];
  const { caches } = readDecoder(info.inputs, info.outputs, info.name);
  return caches.length > 0
    ? []
    : ['The model takes no past keys and values: each token is made from the whole text again.'];
}

function cacheOf(
  { name }: Structure,
  { cache }: Partial<GenerationConfig>,
  { caches }: DecoderInterface,
): GenerationConfig['cache'] {
  if (caches.length > 0) return cache ?? 'both';
  if (cache !== 'with') return 'without';
  throw new DynoError({
    code: 'INPUT_INVALID',
    message: 'The model takes no past keys and values, so there is no cache to generate with.',
    subject: name,
    nextStep: 'Use --cache without, or export the model with past_key_values.',
  });
}

function refuseWhatDoesNotGoTogether(request: BenchRequest): void {
  const other =
    request.scenario !== undefined ? 'a scenario' : request.level !== undefined ? 'a level' : null;
  if (other === null) return;
  throw new DynoError({
    code: 'USAGE',
    message: `A run generates text or follows ${other}, not both.`,
    subject: '--generate',
    nextStep: 'Leave out one of the two.',
  });
}

/** A table of positions ends somewhere; rotary ones do not. */
function refuseTooLong(info: Structure, { positions }: DecoderInterface, tokens: number): void {
  const most = info.inputs.find(({ name }) => name === positions)?.indexLimit;
  if (most === undefined || tokens <= most) return;
  throw new DynoError({
    code: 'SHAPE_INVALID',
    message: `Prompt and new tokens are ${tokens} together, and the model knows ${most} positions.`,
    subject: info.name,
    nextStep: 'Take a shorter prompt or fewer new tokens.',
  });
}
