import { incompleteBeta } from './incomplete-beta.ts';
import { logGamma } from './gamma.ts';
import { normalQuantile } from './normal.ts';

const MOST_STEPS = 200;

/** Degrees of freedom need not be whole, as in Welch's test. */
export function tCdf(t: number, freedom: number): number {
  const tail = incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2;
  return t > 0 ? 1 - tail : tail;
}

/** The value of Student's t with that much probability below it: tQuantile(0.975, n − 1) for a 95 % interval. */
export function tQuantile(probability: number, freedom: number): number {
  if (Number.isNaN(probability) || !(freedom > 0)) return Number.NaN;
  if (probability === 0.5) return 0;
  if (probability < 0.5) return -tQuantile(1 - probability, freedom);
  if (probability >= 1) return probability === 1 ? Infinity : Number.NaN;
  if (freedom > 1e9) return normalQuantile(probability);
  // Newton's step where it stays inside what is known to enclose the root, else the middle.
  let low = 0;
  let high = 1;
  while (tCdf(high, freedom) < probability) {
    low = high;
    high *= 2;
  }
  let t = (low + high) / 2;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const off = tCdf(t, freedom) - probability;
    if (off > 0) high = t;
    else low = t;
    const newton = t - off / density(t, freedom);
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - t) <= 1e-13 * next) return next;
    t = next;
  }
  return t;
}

function density(t: number, freedom: number): number {
  const log =
    logGamma((freedom + 1) / 2) -
    logGamma(freedom / 2) -
    Math.log(freedom * Math.PI) / 2 -
    ((freedom + 1) / 2) * Math.log1p((t * t) / freedom);
  return Math.exp(log);
}
