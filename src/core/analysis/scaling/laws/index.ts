import { polynomialLaw } from './polynomial.ts';
import { powerLaw } from './power.ts';
import type { Law } from './types.ts';

/** From the simplest on: of laws that predict alike, the earlier one is taken. */
export const LAWS: readonly Law[] = [
  polynomialLaw('constant', 0),
  polynomialLaw('linear', 1),
  polynomialLaw('quadratic', 2),
  powerLaw,
];
