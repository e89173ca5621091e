import { attentionOutput, attentionSizes, sharesBuffer } from '../attention-sizes.ts';
import { made, SAME, spread, type Made, type ShapeRule } from '../types.ts';

/** What it says at each step, and last; an LSTM also what it keeps. */
const recurrent: ShapeRule = (view) => {
  const [input, weight, recurrence] = [view.shape(0), view.shape(1), view.shape(2)];
  const directions = weight?.[0] ?? (view.text('direction', 'forward') === 'bidirectional' ? 2 : 1);
  const inner = recurrence?.length === 3 ? Math.min(recurrence[1] as number, recurrence[2] as number) : 0;
  const hidden = view.integer('hidden_size', inner);
  const type = view.inputs[0]?.type;
  if (input?.length !== 3 || hidden <= 0) return [];
  const isBatchFirst = view.integer('layout', 0) === 1;
  const [steps = 0, batch = 0] = isBatchFirst ? [input[1], input[0]] : input;
  const all = isBatchFirst ? [batch, steps, directions, hidden] : [steps, directions, batch, hidden];
  const last = isBatchFirst ? [batch, directions, hidden] : [directions, batch, hidden];
  return [made(type, all), made(type, last), made(type, last)];
};

/** One tensor of keys and values for the next run: (2, batch, heads, length, size). */
const selfAttention: ShapeRule = (view) => {
  const sizes = attentionSizes(view);
  if (sizes === null) return [];
  const type = view.op === 'QAttention' ? 'float32' : view.inputs[0]?.type;
  const pastSlot = view.op === 'QAttention' ? 8 : 4;
  const past = view.inputs[pastSlot];
  const { batch, heads, keys, queryWidth } = sizes;
  const isShared = past !== undefined && sharesBuffer(view, pastSlot);
  const present = isShared ? past.shape : [2, batch, heads, keys, queryWidth / heads];
  return [made(type, attentionOutput(view, sizes)), made(past?.type ?? type, present)];
};

/** Keys and values apart: (batch, heads of keys, length, size). */
const headed =
  (pastSlot: number): ShapeRule =>
  (view) => {
    const sizes = attentionSizes(view);
    if (sizes === null) return [];
    const { batch, heads, keys, queryWidth, valueWidth, queries } = sizes;
    const type = view.inputs[0]?.type;
    const keyHeads = view.integer(
      'kv_num_heads',
      view.inputs[1]?.shape.length === 4 ? (view.shape(1)?.[1] ?? heads) : heads,
    );
    const present = (slot: number, width: number): Made => {
      const past = view.inputs[slot];
      const isShared = past !== undefined && sharesBuffer(view, pastSlot);
      const length = isShared ? (past.shape[2] ?? keys) : Math.max(keys, past?.shape[2] ?? 0);
      return made(past?.type ?? type, [batch, keyHeads, length, width / heads]);
    };
    const last = view.op === 'Attention' ? [batch, heads, queries, keys] : null;
    return [
      made(type, attentionOutput(view, sizes)),
      present(pastSlot, queryWidth),
      present(pastSlot + 1, valueWidth),
      made(type, last),
    ];
  };

const attention: ShapeRule = (view) => {
  const isStandard = (view.node.domain ?? '') === '' || view.node.domain === 'ai.onnx';
  return isStandard ? headed(4)(view) : selfAttention(view);
};

/** As many tokens as may be generated: (batch, sequences of each, longest). */
const searched: ShapeRule = (view) => {
  const ids = view.shape(0);
  const length = view.values(1)?.[0];
  if (ids === undefined || length === undefined) return [];
  if (view.op !== 'BeamSearch') return [made('int32', [ids[0] as number, length])];
  const each = view.has(4) ? view.values(4)?.[0] : 1;
  return [made('int32', each === undefined ? null : [ids[0] as number, each, length])];
};

export const SEQUENCE = spread({
  'LSTM GRU RNN DynamicQuantizeLSTM': recurrent,
  Attention: attention,
  'QAttention DecoderMaskedSelfAttention': selfAttention,
  MultiHeadAttention: headed(6),
  DecoderMaskedMultiHeadAttention: headed(5),
  GroupQueryAttention: headed(3),
  'RotaryEmbedding GemmaRotaryEmbedding LongformerAttention': SAME,
  'BeamSearch GreedySearch Sampling': searched,
});
