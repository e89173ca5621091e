/** A distribution as stored: values at ascending levels from 0 to 1, linear in between. */
export interface QuantileFunction {
  readonly levels: Float64Array;
  readonly values: Float64Array;
}

/** Share of samples at or below a value, 0 to 1: the quantile function read the other way. */
export function shareAtOrBelow(quantiles: QuantileFunction, value: number): number {
  const { levels, values } = quantiles;
  const last = values.length - 1;
  if (last < 0) return Number.NaN;
  if (value < (values[0] as number)) return 0;
  if (value >= (values[last] as number)) return 1;
  // Largest index whose value is not above: of equal values the last, since all of them are at or below.
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((values[middle] as number) <= value) low = middle;
    else high = middle;
  }
  const from = values[low] as number;
  const to = values[high] as number;
  const part = (value - from) / (to - from);
  return (levels[low] as number) + part * ((levels[high] as number) - (levels[low] as number));
}

/** Value at a level, 0 to 1. */
export function valueAtLevel(quantiles: QuantileFunction, level: number): number {
  const { levels, values } = quantiles;
  const last = levels.length - 1;
  if (last < 0) return Number.NaN;
  if (level <= (levels[0] as number)) return values[0] as number;
  const next = levels.findIndex((candidate) => candidate >= level);
  if (next < 0) return values[last] as number;
  const from = levels[next - 1] as number;
  const part = (level - from) / ((levels[next] as number) - from);
  const below = values[next - 1] as number;
  return below + part * ((values[next] as number) - below);
}

export interface Histogram {
  /** One more than there are shares. */
  readonly edges: Float64Array;
  /** Share of all samples in each bin; what lies above the last edge is in none. */
  readonly shares: Float64Array;
  readonly above: number;
}

export function histogramOf(quantiles: QuantileFunction, edges: Float64Array): Histogram {
  const bins = Math.max(0, edges.length - 1);
  const shares = new Float64Array(bins);
  // The first bin holds its lower edge too: else samples equal to the minimum would be in no bin.
  let before = belowEdge(quantiles, edges[0] as number);
  for (let bin = 0; bin < bins; bin += 1) {
    const upTo = shareAtOrBelow(quantiles, edges[bin + 1] as number);
    shares[bin] = upTo - before;
    before = upTo;
  }
  return { edges, shares, above: 1 - before };
}

function belowEdge(quantiles: QuantileFunction, edge: number): number {
  return edge <= (quantiles.values[0] as number) ? 0 : shareAtOrBelow(quantiles, edge);
}

const FEWEST_BINS = 12;
const MOST_BINS = 80;

/**
 * Edges that serve all distributions at once, so that they can be laid over each other: equal widths by Freedman
 * and Diaconis (1981) for the narrowest, from the smallest minimum to where the furthest body ends.
 */
export function sharedEdges(
  distributions: readonly { readonly quantiles: QuantileFunction; readonly count: number }[],
): Float64Array {
  const low = Math.min(...distributions.map(({ quantiles }) => valueAtLevel(quantiles, 0)));
  const high = Math.max(...distributions.map(({ quantiles }) => bodyEnd(quantiles)));
  if (!Number.isFinite(low) || !Number.isFinite(high)) return new Float64Array(0);
  // Equal but for rounding dust is equal: else the edges would fall together.
  const least = Math.max(Math.abs(low), 1e-9) * 1e-6;
  const span = high - low > least ? high - low : least * 1000;
  const width = Math.min(
    ...distributions.map(({ quantiles, count }) => {
      const middle = valueAtLevel(quantiles, 0.75) - valueAtLevel(quantiles, 0.25);
      return (2 * middle) / Math.cbrt(Math.max(1, count));
    }),
  );
  const wanted = width > 0 ? Math.ceil(span / width) : MOST_BINS;
  const bins = Math.min(MOST_BINS, Math.max(FEWEST_BINS, wanted));
  return Float64Array.from({ length: bins + 1 }, (_, index) => low + (span * index) / bins);
}

/** p99.5, or far outside the middle half where the tail stretches further; but never below p80. */
export function bodyEnd(quantiles: QuantileFunction): number {
  const upper = valueAtLevel(quantiles, 0.75);
  const fence = upper + 8 * (upper - valueAtLevel(quantiles, 0.25));
  return Math.max(valueAtLevel(quantiles, 0.8), Math.min(valueAtLevel(quantiles, 0.995), fence));
}
