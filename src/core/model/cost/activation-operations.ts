/**
 * Operations for each element, by the formula as it is written: an addition, multiplication, comparison, choice or
 * logical operation is one, and so is an elementary function (exp, log, erf, tanh, sqrt …), whatever it costs.
 */
export const ACTIVATION_OPERATIONS: Readonly<Record<string, number>> = {
  Identity: 0,
  Affine: 2,
  Relu: 1,
  ThresholdedRelu: 2,
  LeakyRelu: 2,
  PRelu: 2,
  Clip: 2,
  Tanh: 1,
  ScaledTanh: 3,
  // 1 / (1 + exp(−x))
  Sigmoid: 4,
  HardSigmoid: 4,
  HardSwish: 5,
  Elu: 4,
  Selu: 5,
  Celu: 7,
  Softplus: 3,
  Softsign: 3,
  Shrink: 3,
  Mish: 5,
  // x · sigmoid(a · x)
  Swish: 6,
  QuickGelu: 6,
  SiLU: 6,
  // ½ x (1 + erf(x / √2))
  Gelu: 5,
  // ½ x (1 + tanh(x (a + b x²)))
  FastGelu: 8,
  Softmax: 5,
};

/** Of an activation named by an attribute; none where there is no name, and of an unknown one as of a sigmoid's kin. */
export function activationOperations(name: string): number {
  const key = Object.keys(ACTIVATION_OPERATIONS).find((known) => known.toLowerCase() === name.toLowerCase());
  return name === '' || name.toLowerCase() === 'none'
    ? 0
    : key === undefined
      ? 4
      : (ACTIVATION_OPERATIONS[key] as number);
}
