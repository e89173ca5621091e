import { made, SAME, spread, type Made, type ShapeRule } from '../types.ts';
import type { NodeView } from '../../node-view.ts';

/** While it trains, also what it has learnt of mean and variance. */
const batch: ShapeRule = (view) => {
  const learnt = view.inputs[3] ?? null;
  return [view.inputs[0] ?? null, learnt, view.inputs[4] ?? learnt, learnt, learnt];
};

/** One mean and one deviation for each group that is normalised together. */
function statistics(view: NodeView): Made {
  const input = view.shape(0);
  const axis = input === undefined ? null : view.axis(input.length, -1);
  if (input === undefined || axis === null) return null;
  return made(
    'float32',
    input.map((size, at) => (at < axis ? size : 1)),
  );
}

const layer: ShapeRule = (view) => [view.inputs[0] ?? null, statistics(view), statistics(view)];

/** The simplified one has no mean: its second output is the deviation. */
const simplified: ShapeRule = (view) => [view.inputs[0] ?? null, statistics(view)];

const skip: ShapeRule = (view) => [
  view.inputs[0] ?? null,
  statistics(view),
  statistics(view),
  view.inputs[0] ?? null,
];

/** Token ids, segment ids and the table of words: each id becomes a row. */
const embedded: ShapeRule = (view) => {
  const [ids, words, scale] = [view.shape(0), view.shape(2), view.inputs[view.op.startsWith('Q') ? 5 : 2]];
  const type = scale?.type ?? 'float32';
  const width = words?.length === 2 ? words[1] : undefined;
  const rows = ids === undefined || width === undefined ? null : [...ids, width];
  return [
    made(view.op.startsWith('Q') ? 'float32' : type, rows),
    made('int32', ids?.slice(0, 1)),
    made(type, rows),
  ];
};

export const NORMALISATION = spread({
  BatchNormalization: batch,
  LayerNormalization: layer,
  'RMSNormalization SimplifiedLayerNormalization': simplified,
  'SkipLayerNormalization SkipSimplifiedLayerNormalization': skip,
  'InstanceNormalization GroupNormalization GroupNorm MeanVarianceNormalization LpNormalization LRN': SAME,
  SkipGroupNorm: (view) => [view.inputs[0] ?? null, view.inputs[0] ?? null],
  'EmbedLayerNormalization QEmbedLayerNormalization': embedded,
});
