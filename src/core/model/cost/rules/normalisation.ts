import { activationOperations } from '../activation-operations.ts';
import { eachOutput, elementsOut, spread, times, work, type WorkRule } from '../types.ts';

/** Sum for the mean, difference, square, sum for the variance, division: then scale and shift where there are any. */
const MEAN_AND_VARIANCE = 5;
/** Square, sum, division. */
const ROOT_MEAN_SQUARE = 3;

const given =
  (base: number, slots: readonly number[]): WorkRule =>
  (view) =>
    work(0, times(elementsOut(view), base + slots.filter((slot) => view.has(slot)).length));

const embedding: WorkRule = (view) =>
  // Words, positions, and segments where there are some, are added before.
  work(0, times(elementsOut(view), MEAN_AND_VARIANCE + 2 + 1 + (view.has(1) && view.has(4) ? 1 : 0)));

const groups: WorkRule = (view) => {
  const activation = view.integer('activation', 0) === 1 ? activationOperations('SiLU') - 1 : 0;
  const added = view.op === 'SkipGroupNorm' ? 1 + (view.has(4) ? 1 : 0) : 0;
  return work(0, times(elementsOut(view), MEAN_AND_VARIANCE + 2 + activation + added));
};

export const NORMALISATION = spread({
  // Difference, division, scale, shift; what is the same for a whole channel is not counted again.
  BatchNormalization: eachOutput(4),
  LayerNormalization: given(MEAN_AND_VARIANCE, [1, 2]),
  'InstanceNormalization GroupNormalization': eachOutput(MEAN_AND_VARIANCE + 2),
  'GroupNorm SkipGroupNorm': groups,
  'RMSNormalization SimplifiedLayerNormalization': given(ROOT_MEAN_SQUARE, [1]),
  MeanVarianceNormalization: eachOutput(MEAN_AND_VARIANCE),
  LpNormalization: eachOutput(3),
  // The window's squares and their sum, then scale, addition, power, division.
  LRN: eachOutput((view) => 2 * Math.max(1, view.integer('size', 1)) + 4),
  // Skip, scale, shift and what is added beside it.
  SkipLayerNormalization: given(MEAN_AND_VARIANCE, [1, 2, 3, 4]),
  SkipSimplifiedLayerNormalization: given(ROOT_MEAN_SQUARE, [1, 2, 3]),
  'EmbedLayerNormalization QEmbedLayerNormalization': embedding,
});
