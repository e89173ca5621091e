import type { TensorType } from '../../../contract/model.ts';
import type { OperandFact, OperatorProfile } from '../../../contract/profile.ts';

/** A matrix product as it was executed: rows × inner by inner × columns. */
export interface Product {
  /** All of them, where one matrix of weights meets a stack of rows. */
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
  readonly weights: OperandFact;
}

const SECOND_OPERAND: Readonly<Record<string, number>> = {
  MatMul: 1,
  FusedMatMul: 1,
  TransposeMatMul: 1,
  Gemm: 1,
  FusedGemm: 1,
  MatMulInteger: 1,
  MatMulIntegerToFloat: 1,
  DynamicQuantizeMatMul: 1,
  MatMulNBits: 1,
  QLinearMatMul: 3,
  QGemm: 3,
};

/** Null for what is no matrix product, or whose shapes are not known. */
export function productOf({ op, inputs, outputs, macs, perIteration }: OperatorProfile): Product | null {
  const at = SECOND_OPERAND[op];
  const [left, right, out] = [inputs[0], at === undefined ? undefined : inputs[at], outputs[0]];
  const columns = out?.shape.at(-1);
  if (left === undefined || right === undefined || out === undefined || !columns) return null;
  const made = elements(out);
  const rows = right.shape.length <= 2 ? made / columns : (out.shape.at(-2) ?? 1);
  const counted = macs === null || perIteration <= 0 ? 0 : Math.round(macs / perIteration / made);
  const inner = counted > 0 ? counted : (left.shape.at(-1) ?? 1);
  return made > 0 && Number.isInteger(rows) ? { rows, columns, inner, weights: right } : null;
}

export interface ConvolutionChannels {
  readonly input: number;
  readonly output: number;
}

/** Per group; null for what is no convolution in the usual layout. */
export function channelsOf({ op, inputs, outputs }: OperatorProfile): ConvolutionChannels | null {
  if (!['Conv', 'FusedConv', 'ConvInteger', 'QLinearConv'].includes(op)) return null;
  const weights = inputs[op === 'QLinearConv' ? 3 : 1];
  const [input, all] = [weights?.shape[1], outputs[0]?.shape[1]];
  const channels = inputs[0]?.shape[1];
  if (!input || !all || !channels || channels % input !== 0) return null;
  return { input, output: all / (channels / input) };
}

const BITS: Partial<Record<TensorType, number>> = {
  float64: 64,
  int64: 64,
  uint64: 64,
  float32: 32,
  int32: 32,
  uint32: 32,
  float16: 16,
  bfloat16: 16,
  int16: 16,
  uint16: 16,
  uint4: 4,
  int4: 4,
};

export function operandBytes(operand: OperandFact): number {
  return (elements(operand) * (BITS[operand.type] ?? 8)) / 8;
}

export function elements({ shape }: OperandFact): number {
  return shape.reduce((product, size) => product * size, 1);
}
