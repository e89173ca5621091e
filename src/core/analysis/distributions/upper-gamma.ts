import { logGamma } from './gamma.ts';

const MOST_TERMS = 10_000;

/** The regularised upper incomplete gamma function Q(a, x) right of its mean, by Legendre's continued fraction (Lentz). */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let value = d;
  for (let term = 1; term <= MOST_TERMS; term += 1) {
    const part = -term * (term - a);
    b += 2;
    d = 1 / (part * d + b);
    c = b + part / c;
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-14) break;
  }
  return front * value;
}
