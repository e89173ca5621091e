/** The kernels as one would write them down, in double: what Dyno's own are held against. */

export function referenceCosine(a: Float64Array, b: Float64Array): number {
  let product = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let index = 0; index < a.length; index += 1) {
    const x = a[index] as number;
    const y = b[index] as number;
    product += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  return product / (Math.sqrt(squaresA) * Math.sqrt(squaresB));
}

export function referenceDifference(a: Float64Array, b: Float64Array) {
  const compared = [...a.keys()].filter((index) => Number.isFinite(a[index]) && Number.isFinite(b[index]));
  const errors = compared.map((index) => Math.abs((a[index] as number) - (b[index] as number)));
  const pick = (from: Float64Array): Float64Array =>
    Float64Array.from(compared, (index) => from[index] as number);
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return {
    compared: compared.length,
    notFinite: a.length - compared.length,
    maxError: errors.reduce((most, error) => Math.max(most, error), 0),
    meanError: mean(errors),
    rmsError: Math.sqrt(mean(errors.map((error) => error * error))),
    cosine: referenceCosine(pick(a), pick(b)),
  };
}

/**
 * What rounding may cost a cosine: sums in single precision over 4,096 elements at most, then in double. Errors of
 * single steps (2⁻²⁴) meet like a random walk; twice that, and two more for the steps at the end. Bytes are summed
 * exactly: what is left is the rounding of the answer.
 */
export function cosineTolerance(type: string, length: number): number {
  return 2 ** -24 * (type === 'int8' ? 2 : 2 + 2 * Math.sqrt(Math.min(length, 4096)));
}
