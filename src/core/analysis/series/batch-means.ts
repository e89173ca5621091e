/** Enough for every estimate made of them, and few enough that none costs more than a pass over the samples. */
const MOST_BATCHES = 1024;

export interface BatchMeans {
  readonly means: Float64Array;
  readonly size: number;
}

/**
 * Means of a score over consecutive batches of equal size; short series keep every sample. What is left at the end
 * and fills no batch is not in them.
 */
export function batchMeans(values: Float64Array, score: (value: number) => number): BatchMeans {
  const size = Math.max(1, Math.ceil(values.length / MOST_BATCHES));
  const means = new Float64Array(Math.floor(values.length / size));
  let at = 0;
  for (let batch = 0; batch < means.length; batch += 1) {
    let sum = 0;
    for (const end = at + size; at < end; at += 1) sum += score(values[at] as number);
    means[batch] = sum / size;
  }
  return { means, size };
}
