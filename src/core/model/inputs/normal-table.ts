const SIZE = 65536;

let table: Float32Array | null = null;

/** 65,536 equally likely quantiles of the standard normal: one random index each is faster than Box and Muller. */
export function normalTable(): Float32Array {
  if (table !== null) return table;
  const quantiles = new Float32Array(SIZE);
  for (let rank = 0; rank < SIZE / 2; rank++) {
    const value = lowerQuantile((rank + 0.5) / SIZE);
    quantiles[rank] = value;
    quantiles[SIZE - 1 - rank] = -value;
  }
  table = quantiles;
  return quantiles;
}

/** Acklam's rational approximation of the normal quantile function for p ≤ 0.5, relative error below 1.2e-9. */
function lowerQuantile(p: number): number {
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    return (
      polynomial(
        q,
        [
          -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734,
          4.374664141464968, 2.938163982698783,
        ],
      ) / polynomial(q, [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1])
    );
  }
  const q = p - 0.5;
  const r = q * q;
  return (
    (q *
      polynomial(
        r,
        [
          -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2,
          -3.066479806614716e1, 2.506628277459239,
        ],
      )) /
    polynomial(
      r,
      [
        -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1,
        -1.328068155288572e1, 1,
      ],
    )
  );
}

function polynomial(x: number, coefficients: readonly number[]): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}
