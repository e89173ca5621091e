import type { Route } from '../../state/routes.ts';

/** The page that holds them side by side; the first is the reference. */
export function compareRoute(runIds: readonly string[]): Route {
  return { page: 'compare', runs: runIds };
}
