import { DynoError } from '../../../contract/errors.ts';
import { buildCnn, CNN_SIZES } from './cnn.ts';
import { buildDecoder } from './decoder.ts';
import { buildEncoder } from './encoder.ts';
import { buildMlp, MLP_SIZES } from './mlp.ts';
import { describeModel } from '../describe.ts';
import { formatScaled } from '../../../contract/units.ts';
import { modelFileBytes, writeModel, writeModelSlices } from '../onnx-writer.ts';
import { TRANSFORMER_SIZES } from './layers.ts';
import type { ByteSink } from '../byte-source.ts';
import type { ModelInfo, ModelListItem } from '../../../contract/model.ts';
import type { OnnxModel } from '../onnx-messages.ts';

const PREFIX = 'demo:';

const BUILDERS: ReadonlyMap<string, () => OnnxModel> = new Map([
  ...Object.entries(MLP_SIZES).map(([size, shape]) => [`mlp-${size}`, () => buildMlp(shape)] as const),
  ...Object.entries(CNN_SIZES).map(([size, shape]) => [`cnn-${size}`, () => buildCnn(shape)] as const),
  ...Object.entries(TRANSFORMER_SIZES).map(
    ([size, shape]) => [`encoder-${size}`, () => buildEncoder(shape)] as const,
  ),
  ...Object.entries(TRANSFORMER_SIZES).map(
    ([size, shape]) => [`decoder-${size}`, () => buildDecoder(shape)] as const,
  ),
]);

/** "encoder-tiny" for "demo:encoder-tiny", with or without the prefix. Throws MODEL_UNKNOWN_DEMO. */
export function demoName(reference: string): string {
  const name = reference.startsWith(PREFIX) ? reference.slice(PREFIX.length) : reference;
  if (BUILDERS.has(name)) return name;
  throw new DynoError({
    code: 'MODEL_UNKNOWN_DEMO',
    message: `There is no demo model ${reference}.`,
    subject: reference,
    nextStep: `Choose one of ${[...BUILDERS.keys()].map((known) => PREFIX + known).join(', ')}.`,
  });
}

/** The model's structure; its weights are made only while it is written. */
export function buildDemo(reference: string): OnnxModel {
  const name = demoName(reference);
  const build = BUILDERS.get(name) as () => OnnxModel;
  return build();
}

/** Without making weights or writing anything. */
export function describeDemo(reference: string): ModelInfo {
  const name = demoName(reference);
  const model = buildDemo(name);
  return describeModel(model, { kind: 'demo', location: PREFIX + name }, name, modelFileBytes(model));
}

/** Writes the model in one go and returns its size in bytes. */
export function writeDemo(reference: string, sink: ByteSink): number {
  return writeModel(buildDemo(reference), sink);
}

/** The same slice by slice (at most 1 MiB each): yields the bytes so far, returns their sum. */
export function writeDemoSlices(reference: string, sink: ByteSink): Generator<number, number, void> {
  return writeModelSlices(buildDemo(reference), sink);
}

const TITLES: readonly (readonly [string, string])[] = [
  ['mlp', 'multi-layer perceptron'],
  ['cnn', 'residual network for images'],
  ['encoder', 'BERT-like, any length'],
  ['decoder', 'GPT-like with key/value cache'],
];

let listed: readonly ModelListItem[] | null = null;

/** All demo models for a list of choices, each with its size. */
export function listDemoModels(): readonly ModelListItem[] {
  listed ??= [...BUILDERS.keys()].map((name) => {
    const { ref, parameters } = describeDemo(name);
    const title = TITLES.find(([family]) => name.startsWith(family))?.[1] ?? '';
    return { ref, name, detail: `${title}, ${formatScaled(parameters)} parameters`, lastUsed: null };
  });
  return listed;
}

/** Their names with the prefix, in order: "demo:mlp-tiny" … */
export const DEMO_MODELS: readonly string[] = [...BUILDERS.keys()].map((name) => PREFIX + name);
