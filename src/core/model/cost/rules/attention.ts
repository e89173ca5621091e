import { attentionSizes } from '../../shapes/attention-sizes.ts';
import { elementsIn, spread, times, work, type WorkRule } from '../types.ts';

/** Scores are scaled and go through a softmax. */
const EACH_SCORE = 1 + 5;

/** Where each kind takes what is added to its scores. */
const MASKS: Readonly<Record<string, readonly number[]>> = {
  Attention: [3, 5],
  QAttention: [5],
  MultiHeadAttention: [4, 5],
  DecoderMaskedMultiHeadAttention: [3, 4],
};

/**
 * Queries with keys, weights with values, and projections inside. Positions that a mask hides are counted too: what
 * of them is left out differs from kernel to kernel.
 */
const attend: WorkRule = (view) => {
  const sizes = attentionSizes(view);
  if (sizes === null) return null;
  const { batch, heads, queries, keys, queryWidth, valueWidth, projectionMacs } = sizes;
  const masks = (MASKS[view.op] ?? []).filter((slot) => view.has(slot)).length;
  const scores = batch * heads * queries * keys;
  return work(
    batch * queries * keys * (queryWidth + valueWidth) + projectionMacs,
    scores * (EACH_SCORE + masks),
  );
};

export const ATTENTION = spread({
  'Attention QAttention MultiHeadAttention GroupQueryAttention DecoderMaskedMultiHeadAttention': attend,
  DecoderMaskedSelfAttention: attend,
  // Two products and a sum for each element that turns.
  'RotaryEmbedding GemmaRotaryEmbedding': (view) => work(0, times(elementsIn(view), 3)),
});
