/** One hue each on every page; an operator belongs to exactly one. */
export const OPERATOR_FAMILIES = [
  'matrix',
  'convolution',
  'attention',
  'normalisation',
  'element-wise',
  'movement',
  'copy',
  'control',
  'other',
  'idle',
] as const;
export type OperatorFamily = (typeof OPERATOR_FAMILIES)[number];
