const SQRT_2PI = Math.sqrt(2 * Math.PI);

export function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / SQRT_2PI;
}

/** By its series in the middle, by Laplace's continued fraction in the tails (Marsaglia 2004). */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (x > 3) return 1 - upperTail(x);
  if (x < -3) return upperTail(-x);
  let term = x;
  let sum = x;
  for (let odd = 3; Math.abs(term) > Number.EPSILON * Math.abs(sum); odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return 0.5 + sum * normalDensity(x);
}

function upperTail(x: number): number {
  let fraction = x;
  for (let level = 100; level >= 1; level -= 1) fraction = x + level / fraction;
  return normalDensity(x) / fraction;
}

/** The value with that much probability below it. */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) {
    return probability === 0 ? -Infinity : probability === 1 ? Infinity : Number.NaN;
  }
  // From the upper half the tail would be a difference of two numbers near one.
  if (probability > 0.5) return -normalQuantile(1 - probability);
  // Abramowitz and Stegun 26.2.23 is good to 5e-4; each step of Halley's method triples the digits.
  const t = Math.sqrt(-2 * Math.log(probability));
  let x =
    (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
  for (let step = 0; step < 3; step += 1) {
    const off = (normalCdf(x) - probability) / normalDensity(x);
    x -= off / (1 + (x * off) / 2);
  }
  return x;
}
