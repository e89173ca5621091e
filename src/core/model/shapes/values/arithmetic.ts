import type { TensorType } from '../../../../contract/model.ts';

type Binary = (a: number, b: number) => number;

export const ARITHMETIC: Readonly<Record<string, Binary | undefined>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  // Of integers it has the sign of the divisor.
  Mod: (a, b) => a - b * Math.floor(a / b),
  Pow: (a, b) => a ** b,
  Min: Math.min,
  Max: Math.max,
  Sum: (a, b) => a + b,
  Equal: (a, b) => Number(a === b),
  Less: (a, b) => Number(a < b),
  LessOrEqual: (a, b) => Number(a <= b),
  Greater: (a, b) => Number(a > b),
  GreaterOrEqual: (a, b) => Number(a >= b),
  And: (a, b) => Number(a !== 0 && b !== 0),
  Or: (a, b) => Number(a !== 0 || b !== 0),
  Xor: (a, b) => Number((a !== 0) !== (b !== 0)),
};

export const UNARY: Readonly<Record<string, ((value: number) => number) | undefined>> = {
  Neg: (value) => -value,
  Abs: Math.abs,
  Floor: Math.floor,
  Ceil: Math.ceil,
  Round: (value) => (Math.abs(value % 1) === 0.5 ? 2 * Math.round(value / 2) : Math.round(value)),
  Sqrt: Math.sqrt,
  Reciprocal: (value) => 1 / value,
  Sign: Math.sign,
  Not: (value) => Number(value === 0),
};

export const REDUCED: Readonly<Record<string, Binary | undefined>> = {
  ReduceProd: (a, b) => a * b,
  ReduceSum: (a, b) => a + b,
  ReduceMax: (a, b) => Math.max(a, b),
  ReduceMin: (a, b) => Math.min(a, b),
};

export function wholeNumbers(type: TensorType): boolean {
  return /^u?int\d/.test(type);
}
