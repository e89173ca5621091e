import type { NodeProto } from '../onnx-messages.ts';
import type { KnownTensor } from './shape-table.ts';

/** Of ONNX Runtime's own operators: those whose first output has the shape and type of their first input. */
const SAME = new Set(
  (
    'Gelu FastGelu BiasGelu QuickGelu BiasSoftmax SkipLayerNormalization SimplifiedLayerNormalization ' +
    'SkipSimplifiedLayerNormalization RotaryEmbedding'
  ).split(' '),
);

/** Shapes that ONNX Runtime's optimiser and its exporters leave undeclared. */
export function contribShape(
  { opType = '' }: NodeProto,
  [first, , words]: readonly (KnownTensor | undefined)[],
): readonly (KnownTensor | null)[] {
  if (first === undefined) return [];
  if (SAME.has(opType)) return [first];
  // Token ids, segment ids and the table of words: each id becomes a row.
  if (opType === 'EmbedLayerNormalization' && words?.shape.length === 2) {
    return [{ type: words.type, shape: [...first.shape, words.shape[1] as number] }];
  }
  return [];
}
