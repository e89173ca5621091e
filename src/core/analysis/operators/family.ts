import type { OperatorFamily } from '../../../contract/operator-family.ts';

/**
 * Every operator of ONNX, and of those that ONNX Runtime adds, by what its time goes into. Pooling slides a window as
 * a convolution does; recurrent layers are matrix products; reductions, casts and quantisation work by element. What
 * is not listed, such as trees, searches and signal transforms, is "other".
 */
const MEMBERS: Readonly<Partial<Record<OperatorFamily, string>>> = {
  matrix: `
    MatMul Gemm Einsum MatMulInteger QLinearMatMul
    FusedMatMul FusedGemm FusedMatMulActivation TransposeMatMul SparseToDenseMatMul GemmFastGelu GemmFloat8 QGemm
    DynamicQuantizeMatMul MatMulIntegerToFloat MatMulInteger16 MatMulNBits MatMulNBitsMlp MatMulNBitsQkv MatMulBnb4
    MatMulFpQ4 MatMulBlockQuantizedFp4Weight MatMulBlockQuantizedFp8Weight QOrderedMatMul MoE QMoE
    RNN GRU LSTM DynamicQuantizeLSTM AttnLSTM LinearClassifier LinearRegressor`,
  convolution: `
    Conv ConvInteger ConvTranspose DeformConv QLinearConv QLinearConvTranspose FusedConv NhwcConv NhwcFusedConv
    ConvTransposeWithDynamicPads CausalConvWithState VarlenCausalConvWithState WordConvEmbedding Im2Col Col2Im
    AveragePool GlobalAveragePool GlobalLpPool GlobalMaxPool LpPool MaxPool MaxUnpool MaxRoiPool RoiAlign
    NhwcMaxPool MaxpoolWithMask QLinearAveragePool QLinearGlobalAveragePool`,
  attention: `
    Attention FlexAttention QAttention MultiHeadAttention GroupQueryAttention DecoderAttention
    DecoderMaskedMultiHeadAttention DecoderMaskedSelfAttention LongformerAttention PackedAttention
    PackedMultiHeadAttention PagedAttention SparseAttention QOrderedAttention QOrderedLongformerAttention
    LinearAttention LinearAttentionGate GatedDeltaNet RelativePositionBias GatedRelativePositionBias`,
  normalisation: `
    BatchNormalization InstanceNormalization LayerNormalization GroupNormalization RMSNormalization
    LpNormalization MeanVarianceNormalization LRN Softmax LogSoftmax Hardmax Normalizer Scaler
    SimplifiedLayerNormalization SkipLayerNormalization SkipSimplifiedLayerNormalization EmbedLayerNormalization
    QEmbedLayerNormalization QOrderedLayerNormalization GroupNorm SkipGroupNorm BiasSoftmax QLinearSoftmax
    GatedRMSNorm`,
  'element-wise': `
    Abs Acos Acosh Add And Asin Asinh Atan Atanh Bernoulli BitShift BitwiseAnd BitwiseNot BitwiseOr BitwiseXor
    Binarizer Cast CastLike CastMap Ceil Celu Clip Cos Cosh CumProd CumSum Div Dropout Elu Equal Erf Exp Floor Gelu
    Greater GreaterOrEqual HardSigmoid HardSwish IsInf IsNaN LeakyRelu Less LessOrEqual Log Max Mean Min Mish Mod Mul
    Neg Not Or PRelu Pow Reciprocal Relu Round ScaledTanh Selu Shrink Sigmoid Sign Sin Sinh Softplus Softsign Sqrt Sub
    Sum Swish Tan Tanh ThresholdedRelu Trilu Where Xor Affine ImageScaler ParametricSoftplus RotaryEmbedding
    ArgMax ArgMin ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum
    ReduceSumSquare ReduceSumInteger
    QuantizeLinear DequantizeLinear DynamicQuantizeLinear QuantizeBFP DequantizeBFP QuantizeWithOrder
    DequantizeWithOrder
    BiasAdd BiasDropout BitmaskBiasDropout BitmaskDropout BiasGelu BiasSplitGelu FastGelu QuickGelu QOrderedGelu
    GatedAdd EngramGate ComplexMul ComplexMulConj MulInteger GemmaRotaryEmbedding MRotaryEmbedding IsAllFinite
    AddGelu AddFastGelu QLinearAdd QLinearMul QLinearSigmoid QLinearLeakyRelu QLinearReduceMean QLinearWhere`,
  movement: `
    BitCast CenterCropPad Compress Concat ConcatFromSequence Constant ConstantFill ConstantOfShape Crop DepthToSpace
    Expand ExpandDims EyeLike Flatten Gather GatherBlockQuantized GatherElements GatherND Identity OneHot Pad Range
    Reshape Resize ReverseSequence Scatter ScatterElements ScatterND Shape Size Slice DynamicSlice SpaceToDepth Split
    SplitToSequence Squeeze TensorScatter Tile Transpose Unsqueeze Upsample NonZero
    SequenceAt SequenceConstruct SequenceEmpty SequenceErase SequenceInsert SequenceLength
    Optional OptionalGetElement OptionalHasElement ArrayFeatureExtractor DictVectorizer FeatureVectorizer ZipMap
    QLinearConcat RemovePadding RestorePadding TorchEmbedding UnfoldTensor CropAndResize
    ReorderInput ReorderOutput`,
  copy: 'MemcpyFromHost MemcpyToHost Memcpy',
  control: 'If Loop Scan SequenceMap BeamSearch GreedySearch Sampling WhisperBeamSearch',
};

const FAMILY = new Map<string, OperatorFamily>();
for (const [family, members] of Object.entries(MEMBERS) as [OperatorFamily, string][]) {
  for (const op of members.trim().split(/\s+/)) FAMILY.set(op, family);
}

/** ONNX's own domains, and those of ONNX Runtime; in others a known name may mean anything. */
const KNOWN_DOMAIN = /^(ai\.onnx(\..+)?|com\.(microsoft|ms)(\..+)?)?$/;

export function familyOf(op: string, domain: string): OperatorFamily {
  if (op.startsWith('Memcpy')) return 'copy';
  return KNOWN_DOMAIN.test(domain) ? (FAMILY.get(op) ?? 'other') : 'other';
}
