import { isKnownDomain } from '../operator-domains.ts';
import type { NodeProto } from '../onnx-messages.ts';
import type { TensorType } from '../../../contract/model.ts';

function listed(lines: Readonly<Record<string, readonly number[]>>): ReadonlyMap<string, readonly number[]> {
  return new Map(
    Object.entries(lines).flatMap(([names, slots]) =>
      names.split(' ').map((name): [string, readonly number[]] => [name, slots]),
    ),
  );
}

/** Inputs that are there for weights: whatever constant stands at one is a parameter, a single number as well. */
const WEIGHTS = listed({
  'Conv FusedConv NhwcConv NhwcFusedConv ConvTranspose ConvInteger ConvTransposeWithDynamicPads': [1, 2],
  DeformConv: [1, 3],
  'QLinearConv QLinearConvTranspose': [3, 8],
  'Gemm FusedGemm GemmFloat8': [0, 1, 2],
  QGemm: [0, 3, 6],
  'MatMul FusedMatMul FusedMatMulActivation TransposeMatMul MatMulInteger MatMulInteger16': [0, 1],
  QLinearMatMul: [0, 3],
  MatMulIntegerToFloat: [0, 1, 6],
  DynamicQuantizeMatMul: [0, 1, 4],
  MatMulNBits: [1, 5],
  MatMulBnb4: [1],
  MoE: [2, 3, 4, 5, 6, 7],
  QMoE: [2, 4, 5, 7, 8, 10],
  // Scale, shift, mean and variance.
  BatchNormalization: [1, 2, 3, 4],
  'LayerNormalization InstanceNormalization GroupNormalization GroupNorm': [1, 2],
  'RMSNormalization SimplifiedLayerNormalization': [1],
  SkipLayerNormalization: [2, 3, 4],
  SkipSimplifiedLayerNormalization: [2, 3],
  SkipGroupNorm: [1, 2, 4],
  'EmbedLayerNormalization QEmbedLayerNormalization': [2, 3, 4, 5, 6],
  'LSTM DynamicQuantizeLSTM': [1, 2, 3, 7],
  'GRU RNN': [1, 2, 3],
  'Attention QAttention PackedAttention DecoderMaskedSelfAttention': [1, 2],
  LongformerAttention: [1, 2, 4, 5],
  'MultiHeadAttention PackedMultiHeadAttention': [3],
  DecoderMaskedMultiHeadAttention: [10],
  'PRelu BiasGelu FastGelu BiasAdd BiasSplitGelu': [1],
});

/** All their operands are data alike: biases that are added, scales, positions, tokens that are put in front. */
const ALL_DATA = new Set('Add Sub Mul Div Pow Sum Mean Min Max Concat Einsum'.split(' '));

/** None of their operands is a weight: they say how large something is, how often, or where to begin. */
const NO_DATA = new Set(
  'Shape Size Range ConstantOfShape If Loop Scan Clip OneHot Constant QuantizeLinear DequantizeLinear'.split(
    ' ',
  ),
);

const TABLES = new Set(['Gather', 'GatherBlockQuantized']);
const NEVER: ReadonlySet<TensorType> = new Set(['int64', 'bool', 'string', 'undefined']);

export interface Candidate {
  readonly type: TensorType;
  readonly shape: readonly number[];
  readonly elements: number;
}

/** Whether a node has inputs for weights, so that a constant there is one even where all its operands are constant. */
export function takesWeights({ opType = '', domain }: NodeProto): boolean {
  return isKnownDomain(domain) && (WEIGHTS.has(opType) || TABLES.has(opType));
}

/** Whether a constant at this input of a node is one of the model's parameters. */
export function isWeight(node: NodeProto, slot: number, { type, shape, elements }: Candidate): boolean {
  const { opType = '', domain = '' } = node;
  if (NEVER.has(type)) return false;
  const isKnown = isKnownDomain(domain);
  // ONNX's own attention has no weights inside.
  const hasOwn = isKnown && !(opType === 'Attention' && (domain === '' || domain === 'ai.onnx'));
  const slots = hasOwn ? WEIGHTS.get(opType) : undefined;
  if (slots !== undefined) return slots.includes(slot);
  if (isKnown && TABLES.has(opType)) return slot === 0 && shape.length >= 2 && type !== 'int32';
  if (!/float/.test(type) || elements <= 1 || (isKnown && NO_DATA.has(opType))) return false;
  if (!isKnown || ALL_DATA.has(opType)) return true;
  return opType === 'Where' ? slot > 0 : slot === 0;
}
