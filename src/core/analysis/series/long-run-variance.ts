import { normalQuantile } from '../distributions/normal.ts';

/** Above this the frequencies are no longer the low ones, however long the series. */
const MOST_COSINES = 32;
const FEWEST_COSINES = 4;
/** A root nearer to one could not be told from a series that never comes back. */
export const LARGEST_CORRELATION = 0.97;

export interface LongRunVariance {
  /** What the variance of the mean tends to, times the length: that of one value where they are independent. */
  readonly variance: number;
  /** Degrees of freedom of that estimate, for Student's t. */
  readonly freedom: number;
  /** Of each value with the next, corrected for the bias of a short series. */
  readonly correlation: number;
}

/**
 * The long-run variance by equal-weighted cosines (Müller 2007), as many as Lazarus, Lewis, Stock and Watson (2018,
 * "HAR Inference: Recommendations for Practice") recommend, on residuals of an AR(1) and recoloured (Andrews and
 * Monahan 1992): the cosines see slow waves that no model expects, the AR(1) what is left of a short memory at low
 * frequencies. Few cosines make the estimate itself uncertain, which Student's t pays for; so does the correlation's
 * own error, by Satterthwaite's rule.
 */
export function longRunVariance(values: Float64Array, correlation = correlationOf(values)): LongRunVariance {
  const count = values.length;
  const mean = meanOf(values);
  const residuals = new Float64Array(Math.max(0, count - 1));
  for (let index = 0; index < residuals.length; index += 1) {
    const [now, next] = [values[index] as number, values[index + 1] as number];
    residuals[index] = next - mean - correlation * (now - mean);
  }
  const cosines = Math.max(FEWEST_COSINES, Math.min(MOST_COSINES, Math.floor(0.4 * count ** (2 / 3))));
  let power = 0;
  for (let wave = 1; wave <= cosines; wave += 1) power += projection(residuals, wave) ** 2;
  const independent = independentOf(count, correlation);
  return {
    variance: power / cosines / (1 - correlation) ** 2,
    freedom: 1 / (1 / cosines + 2 / independent),
    correlation,
  };
}

/** The upper 95 % bound of how many independent values would fix the mean as well as these, were they an AR(1). */
export function mostIndependentOf(count: number, correlation: number): number {
  // The logarithm of (1 − φ)/(1 + φ) has the standard error 2/√(n(1 − φ²)).
  const error = 2 / Math.sqrt(count * (1 - correlation ** 2));
  return independentOf(count, correlation) * Math.exp(normalQuantile(0.95) * error);
}

function independentOf(count: number, correlation: number): number {
  return (count * (1 - correlation)) / (1 + correlation);
}

/** Of each value with the next; a short series underestimates it by (1 + 3φ)/n (Marriott and Pope 1954). */
function correlationOf(values: Float64Array): number {
  const count = values.length;
  const correlation = lagOne(values);
  const corrected = correlation + (1 + 3 * correlation) / count;
  return correlation === 0 ? 0 : clamp(corrected);
}

/** The plain lag-1 autocorrelation; 0 where all are equal. */
export function lagOne(values: Float64Array): number {
  const mean = meanOf(values);
  let before = 0;
  let squares = 0;
  let products = 0;
  for (const value of values) {
    const deviation = value - mean;
    squares += deviation * deviation;
    products += deviation * before;
    before = deviation;
  }
  return squares > 0 ? products / squares : 0;
}

/** On the cosine that makes so many half turns over the series, by Chebyshev's recurrence. */
function projection(values: Float64Array, halfTurns: number): number {
  const step = (Math.PI * halfTurns) / values.length;
  const twice = 2 * Math.cos(step);
  let now = Math.cos(step / 2);
  let before = now;
  let sum = 0;
  for (const value of values) {
    sum += value * now;
    const next = twice * now - before;
    before = now;
    now = next;
  }
  return sum * Math.sqrt(2 / values.length);
}

function clamp(correlation: number): number {
  return Math.min(LARGEST_CORRELATION, Math.max(-LARGEST_CORRELATION, correlation));
}

function meanOf(values: Float64Array): number {
  let mean = 0;
  for (let index = 0; index < values.length; index += 1) {
    mean += ((values[index] as number) - mean) / (index + 1);
  }
  return mean;
}
