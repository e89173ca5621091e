/** The value with half of the weight on either side; between two where the halves meet. NaN where nothing weighs. */
export function weightedMedian(values: readonly number[], weights: readonly number[]): number {
  const order = values
    .map((_, place) => place)
    .filter((place) => (weights[place] ?? 0) > 0)
    .sort((a, b) => (values[a] as number) - (values[b] as number));
  const half = order.reduce((sum, place) => sum + (weights[place] as number), 0) / 2;
  let sum = 0;
  for (const [at, place] of order.entries()) {
    sum += weights[place] as number;
    const value = values[place] as number;
    const next = values[order[at + 1] ?? -1];
    if (Math.abs(sum - half) <= half * 1e-12 && next !== undefined) return (value + next) / 2;
    if (sum > half) return value;
  }
  return Number.NaN;
}
