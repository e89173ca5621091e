/** Operators that do the work of another one, in another form: quantised, fused, in another layout. */
const SAME_WORK: Readonly<Record<string, string>> = {
  Gemm: 'MatMul',
  FusedGemm: 'MatMul',
  FusedMatMul: 'MatMul',
  FusedMatMulActivation: 'MatMul',
  TransposeMatMul: 'MatMul',
  SparseToDenseMatMul: 'MatMul',
  MatMulInteger: 'MatMul',
  MatMulInteger16: 'MatMul',
  MatMulIntegerToFloat: 'MatMul',
  DynamicQuantizeMatMul: 'MatMul',
  MatMulNBits: 'MatMul',
  MatMulBnb4: 'MatMul',
  MatMulFpQ4: 'MatMul',
  GemmFastGelu: 'MatMul',
  GemmFloat8: 'MatMul',
  ConvInteger: 'Conv',
  FusedConv: 'Conv',
  NhwcConv: 'Conv',
  NhwcFusedConv: 'Conv',
  DynamicQuantizeLSTM: 'LSTM',
  QAttention: 'Attention',
  NhwcMaxPool: 'MaxPool',
  FastGelu: 'Gelu',
  QuickGelu: 'Gelu',
  BiasGelu: 'Gelu',
  GatherBlockQuantized: 'Gather',
};
const PREFIX = /^(QLinear|QOrdered|Q(?=[A-Z]))/;

/** What an operator does, whatever it is called where it is quantised or fused: MatMulInteger and Gemm are MatMul. */
export function coreOp(op: string): string {
  const known = SAME_WORK[op];
  if (known !== undefined) return known;
  const plain = op.replace(PREFIX, '');
  return SAME_WORK[plain] ?? plain;
}

const QUANTISED =
  /^(QLinear|QOrdered|Q(?=[A-Z]))|Integer|NBits|Bnb4|FpQ4|Float8|BlockQuantized|^DynamicQuantize(MatMul|LSTM)$/;
const QUANTISES = /^(Quantize|Dequantize|DynamicQuantize)(Linear|BFP|WithOrder)$|^(Quantize|Dequantize)/;

/** Computes with quantised numbers. */
export const isQuantised = (op: string): boolean => QUANTISED.test(op);

/** Makes quantised numbers of others, or the other way round. */
export const quantises = (op: string): boolean => QUANTISES.test(op);

/** Hands a value on in another form: what is before it is what is behind it. */
export const isTransparent = (op: string): boolean => quantises(op) || op === 'Identity';
