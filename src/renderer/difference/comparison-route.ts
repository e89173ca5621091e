import type { Route } from '../state/routes.ts';

/** Where two runs are held against each other. */
export function comparisonOf(a: string, b: string): Route {
  return { page: 'compare', runs: [a, b], tab: 'operators' };
}
