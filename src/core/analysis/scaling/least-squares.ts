export type Matrix = readonly (readonly number[])[];

/** The design by columns: one list of values per coefficient. */
export interface Problem {
  readonly columns: Matrix;
  readonly y: readonly number[];
  readonly weights: readonly number[];
}

/**
 * Weighted least squares under the condition that no coefficient is negative. With three columns at most, every
 * set of columns that may be in use is tried and the best allowed answer kept: exact, and needs no iteration.
 */
export function nonNegativeLeastSquares(problem: Problem): readonly number[] {
  const { columns } = problem;
  let best: { readonly loss: number; readonly coefficients: readonly number[] } = {
    loss: lossOf(
      problem,
      columns.map(() => 0),
    ),
    coefficients: columns.map(() => 0),
  };
  for (let set = 1; set < 2 ** columns.length; set += 1) {
    const used = columns.map((_, index) => (set >> index) % 2 === 1);
    const solved = leastSquares({ ...problem, columns: columns.filter((_, index) => used[index]) });
    if (solved === null || solved.some((value) => value < 0)) continue;
    const rest = solved[Symbol.iterator]();
    const coefficients = used.map((isUsed) => (isUsed ? (rest.next().value as number) : 0));
    const loss = lossOf(problem, coefficients);
    if (loss < best.loss) best = { loss, coefficients };
  }
  return best.coefficients;
}

/** Null where the columns cannot be told apart by these points. */
function leastSquares({ columns, y, weights }: Problem): readonly number[] | null {
  const inverse = invert(gram(columns, weights));
  if (inverse === null) return null;
  const right = columns.map((column) => weightedDot(column, y, weights));
  return inverse.map((row) => row.reduce((sum, value, index) => sum + value * (right[index] as number), 0));
}

/** XᵀWX. */
export function gram(columns: Matrix, weights: readonly number[]): Matrix {
  return columns.map((left) => columns.map((right) => weightedDot(left, right, weights)));
}

function weightedDot(a: readonly number[], b: readonly number[], weights: readonly number[]): number {
  return weights.reduce(
    (sum, weight, index) => sum + weight * (a[index] as number) * (b[index] as number),
    0,
  );
}

export function lossOf({ columns, y, weights }: Problem, coefficients: readonly number[]): number {
  return weights.reduce((loss, weight, row) => {
    const fitted = columns.reduce(
      (sum, column, index) => sum + (column[row] as number) * (coefficients[index] as number),
      0,
    );
    return loss + weight * ((y[row] as number) - fitted) ** 2;
  }, 0);
}

/** Of a symmetric positive definite matrix, by Gauss and Jordan with its diagonal scaled to one; null if singular. */
export function invert(matrix: Matrix): Matrix | null {
  const scales = matrix.map((row, index) => Math.sqrt(row[index] as number));
  if (scales.some((scale) => !(scale > 0) || !Number.isFinite(scale))) return null;
  const size = matrix.length;
  const rows = matrix.map((row, i) => [
    ...row.map((value, j) => value / ((scales[i] as number) * (scales[j] as number))),
    ...row.map((_, j) => (i === j ? 1 : 0)),
  ]);
  for (let pivot = 0; pivot < size; pivot += 1) {
    const row = rows[pivot] as number[];
    const head = row[pivot] as number;
    // What is left of a column that the ones before it explain is rounding.
    if (!(head > 1e-12)) return null;
    for (let column = 0; column < row.length; column += 1) row[column] = (row[column] as number) / head;
    for (const [index, other] of rows.entries()) {
      if (index === pivot) continue;
      const factor = other[pivot] as number;
      for (let column = 0; column < other.length; column += 1) {
        other[column] = (other[column] as number) - factor * (row[column] as number);
      }
    }
  }
  return rows.map((row, i) =>
    row.slice(size).map((value, j) => value / ((scales[i] as number) * (scales[j] as number))),
  );
}
