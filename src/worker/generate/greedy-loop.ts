import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { DynoError } from '../../contract/errors.ts';
import type { CachePort, DecoderInterface } from '../../core/model/index.ts';
import type { Milliseconds } from '../../contract/units.ts';
import type { StopSwitch } from '../measured-loop.ts';
import type { Runtime } from '../runtime.ts';

/** Token ids of each text of the batch. */
export type Texts = readonly (readonly number[])[];

export interface Generated {
  /** New tokens by text. */
  readonly tokens: readonly (readonly number[])[];
  /** Time of the token at each place; the first is the prefill. */
  readonly placesMs: readonly Milliseconds[];
}

export interface Generator {
  readonly runtime: Runtime;
  readonly session: InferenceSession;
  readonly decoder: DecoderInterface;
  readonly subject: string;
}

/** One text after the other token, always the likeliest; stopped, it returns what there is. */
export async function generate(
  generator: Generator,
  prompt: Texts,
  newTokens: number,
  withCache: boolean,
  stop: StopSwitch,
): Promise<Generated> {
  const texts = prompt.map((text) => [...text]);
  const placesMs: Milliseconds[] = [];
  let past: Readonly<Record<string, Tensor>> | null = null;
  for (let place = 0; place < newTokens && !stop.asked; place += 1) {
    const began = performance.now();
    const seen: number = past === null ? 0 : (texts[0]?.length ?? 1) - 1;
    const outputs: Readonly<Record<string, Tensor>> = (await generator.session.run(
      feedsOf(generator, texts, seen, past),
    )) as Record<string, Tensor>;
    const next = likeliest(generator, outputs[generator.decoder.logits], texts.length);
    for (const [row, token] of next.entries()) texts[row]?.push(token);
    if (withCache) past = outputs;
    placesMs.push(performance.now() - began);
  }
  const from = prompt[0]?.length ?? 0;
  return { tokens: texts.map((text) => text.slice(from)), placesMs };
}

/** The part of the text that the past does not hold, and all that goes with it. */
function feedsOf(
  { runtime, decoder }: Generator,
  texts: Texts,
  seen: number,
  past: Readonly<Record<string, Tensor>> | null,
): Record<string, Tensor> {
  const { Tensor } = runtime;
  const rows = texts.length;
  const length = texts[0]?.length ?? 0;
  const fresh = length - seen;
  const whole = (shape: readonly number[], value: (row: number, column: number) => number): Tensor => {
    const columns = shape[1] ?? 1;
    const numbers = Array.from({ length: rows * columns }, (_value, index) =>
      value(Math.floor(index / columns), index % columns),
    );
    return decoder.idsType === 'int64'
      ? new Tensor('int64', BigInt64Array.from(numbers, BigInt), shape)
      : new Tensor('int32', Int32Array.from(numbers), shape);
  };
  const feeds: Record<string, Tensor> = {
    [decoder.ids]: whole([rows, fresh], (row, column) => texts[row]?.[seen + column] ?? 0),
  };
  if (decoder.attentionMask !== null) feeds[decoder.attentionMask] = whole([rows, length], () => 1);
  if (decoder.positions !== null)
    feeds[decoder.positions] = whole([rows, fresh], (_row, column) => seen + column);
  if (decoder.tokenTypes !== null) feeds[decoder.tokenTypes] = whole([rows, fresh], () => 0);
  if (decoder.useCache !== null) feeds[decoder.useCache] = new Tensor('bool', [past !== null], [1]);
  for (const cache of decoder.caches)
    feeds[cache.input] = past?.[cache.output] ?? emptyPast(runtime, cache, rows);
  return feeds;
}

function emptyPast({ Tensor }: Runtime, { type, shape }: CachePort, rows: number): Tensor {
  return new Tensor(
    type as 'float32',
    [] as unknown as Float32Array,
    shape.map((size) => size ?? rows),
  );
}

/** Of the last place of each text: logits are batch × sequence × vocabulary, or of the last place alone. */
function likeliest({ subject }: Generator, logits: Tensor | undefined, rows: number): readonly number[] {
  const vocabulary = logits?.dims.at(-1) ?? 0;
  const places = logits?.dims.length === 3 ? (logits.dims[1] ?? 1) : 1;
  const data = logits?.data as ArrayLike<number> | undefined;
  if (data === undefined || vocabulary === 0 || data.length !== rows * places * vocabulary)
    throw new DynoError({
      code: 'RUN_FAILED',
      message: `The logits have the shape [${logits?.dims.join(' × ') ?? ''}], which holds no next token for ${rows} texts.`,
      subject,
      nextStep: 'Export the decoder with logits of batch × sequence × vocabulary.',
    });
  // float16 handed over as bits: these are in the order of the values, negative ones in reverse.
  const valueOf = data instanceof Uint16Array ? orderOfBits : Number;
  return Array.from({ length: rows }, (_value, row) => {
    const start = (row * places + places - 1) * vocabulary;
    let best = 0;
    for (let token = 1; token < vocabulary; token += 1)
      if (valueOf(data[start + token] ?? 0) > valueOf(data[start + best] ?? 0)) best = token;
    return best;
  });
}

function orderOfBits(bits: number): number {
  return bits >= 0x8000 ? 0x8000 - bits : bits;
}
