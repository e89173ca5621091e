import { looksLikeImage } from '../dimension-role.ts';
import type { Binding } from './binding.ts';
import type { InputFill, ResolvedInput, TensorPort } from '../../../contract/model.ts';

const DEFAULT_VOCABULARY = 1000;
const TOKENS = /(^|[_./])(ids|tokens?)$|input_?ids/i;
const INTEGERS = /^u?int(2|4|8|16|32|64)$/;

type Filling = Required<Pick<ResolvedInput, 'values' | 'fill'>>;

interface Situation {
  readonly port: TensorPort;
  readonly shape: readonly number[];
  readonly binding: Binding;
  readonly vocabulary: number | null;
}

/** How an input's values are made: by type, by name, and by what the graph does with them. */
export function chooseFill(
  port: TensorPort,
  shape: readonly number[],
  binding: Binding,
  vocabulary: number | null,
): Filling {
  const situation = { port, shape, binding, vocabulary };
  if (port.type === 'string') return { values: 'short texts', fill: { kind: 'text' } };
  if (port.type === 'bool') return fillFlags(situation);
  return INTEGERS.test(port.type) ? fillIntegers(situation) : fillFloats(situation);
}

function fillFlags({ port, binding }: Situation): Filling {
  if (/use_cache/i.test(port.name)) {
    return binding.past > 0 ? constant(1, 'true: the cache is used') : constant(0, 'false: no cache yet');
  }
  if (/mask/i.test(port.name)) return constant(1, 'true: nothing masked');
  return between(0, 2, 'true or false by chance');
}

/** Named quantities that runtimes and exporters agree on; first match wins. */
const NAMED_INTEGERS: readonly (readonly [RegExp, (situation: Situation) => Filling])[] = [
  [/mask/i, () => constant(1, 'ones: nothing masked')],
  [/token_?type|segment/i, () => constant(0, 'zeros: one segment')],
  [/position|^pos(_ids)?$/i, ({ port, binding }) => ascending(binding.past, port.indexLimit)],
  [/^ax[ie]s$/i, () => constant(0, 'the first axis')],
  [
    /seqlens_k/i,
    ({ binding }) => constant(binding.past + binding.sequence - 1, 'length of the keys less one'),
  ],
  [/total_seq/i, ({ binding }) => constant(binding.past + binding.sequence, 'past and new tokens')],
  [/past_(seq|len)|cache_len/i, ({ binding }) => constant(binding.past, 'tokens in the cache')],
  [/num_return/i, () => constant(1, 'one')],
  [/num_beams/i, () => constant(2, 'two beams')],
  [/min_length/i, () => constant(1, 'one')],
  [/max_length/i, ({ binding }) => constant(binding.sequence + 16, 'sixteen tokens more than the input')],
  [/len(gth)?s?$/i, ({ binding }) => constant(binding.sequence, 'the full length')],
  [/zero_?point/i, ({ port }) => constant(port.type === 'uint8' ? 128 : 0, 'the middle of its range')],
];

function fillIntegers(situation: Situation): Filling {
  const { port, vocabulary } = situation;
  const limit = port.indexLimit;
  const isTokens = TOKENS.test(port.name) && !/position|type|segment/i.test(port.name);
  if (!isTokens) {
    for (const [name, fill] of NAMED_INTEGERS) {
      if (name.test(port.name)) return withinLimit(fill(situation), limit);
    }
  }
  if (isTokens || limit !== undefined) {
    const below = Math.max(1, Math.min(vocabulary ?? Infinity, limit ?? vocabulary ?? DEFAULT_VOCABULARY));
    return between(0, below, `${isTokens ? 'token ids' : 'indices'} below ${below}`);
  }
  if (/label|target/i.test(port.name)) return between(0, 2, 'labels 0 and 1');
  if (port.type === 'uint8' && looksLikeImage(port)) return between(0, 256, 'pixels from 0 to 255');
  const most = /^u?int2$/.test(port.type) ? 2 : /^u?int4$/.test(port.type) ? 8 : 10;
  return between(0, most, `whole numbers from 0 to ${most - 1}`);
}

const NAMED_FLOATS: readonly (readonly [RegExp, (situation: Situation) => Filling])[] = [
  [/mask/i, () => constant(1, 'ones: nothing masked')],
  [/penalty|temperature|top_?p$/i, () => constant(1, 'one')],
  [/timestep/i, () => constant(500, 'the middle of 1000 steps')],
  [/scale$/i, () => constant(0.0625, 'a scale of 1/16')],
  [/var(iance)?$/i, () => ({ values: 'uniform in [0, 1)', fill: { kind: 'uniform' } })],
];

function fillFloats(situation: Situation): Filling {
  for (const [name, fill] of NAMED_FLOATS) if (name.test(situation.port.name)) return fill(situation);
  if (looksLikeImage(situation.port) && !/past|cache|key|value/i.test(situation.port.name)) {
    return { values: 'pixels in [0, 1)', fill: { kind: 'uniform' } };
  }
  if (situation.shape.includes(0)) return { values: 'empty', fill: { kind: 'constant', value: 0 } };
  return { values: 'normally distributed, mean 0, deviation 1', fill: { kind: 'normal' } };
}

/** A named constant that is also an index must be one: an axis of two types has no third. */
function withinLimit(filling: Filling, limit: number | undefined): Filling {
  if (limit === undefined || filling.fill.kind !== 'constant' || filling.fill.value < limit) return filling;
  return between(0, limit, `indices below ${limit}`);
}

function constant(value: number, values: string): Filling {
  return { values, fill: { kind: 'constant', value } };
}

function between(from: number, below: number, values: string): Filling {
  return { values, fill: { kind: 'integers', from, below } };
}

/** Beyond the end of a position table they begin again: the model could not take more, and the work is the same. */
function ascending(from: number, limit: number | undefined): Filling {
  const fill: InputFill = { kind: 'ascending', from, ...(limit === undefined ? {} : { below: limit }) };
  const values = `positions ${from}, ${from + 1}, …${limit === undefined ? '' : ` below ${limit}`}`;
  return { values, fill };
}
