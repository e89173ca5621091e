import { availableParallelism } from 'node:os';
import { inLanes, timed } from './report-results.mjs';
import { STATIC_CHECKS, runCheck } from './runners.mjs';

/**
 * All static checks, as many at a time as there are cores; the longest is the first of them. What is given is done
 * beside them, and its results come first.
 *
 * @param {readonly (() => Promise<readonly object[]>)[]} beside
 */
export const runChecks = (beside = []) =>
  inLanes(Math.min(availableParallelism(), STATIC_CHECKS.length), [
    ...beside,
    ...STATIC_CHECKS.map((item) => () => timed(() => runCheck(item))),
  ]);
