import { availableParallelism } from 'node:os';
import { inLanes, timed } from './report-results.mjs';
import { STATIC_CHECKS, runCheck } from './runners.mjs';

/** All static checks, as many at a time as there are cores. */
export const runChecks = () =>
  inLanes(
    Math.min(availableParallelism(), STATIC_CHECKS.length),
    STATIC_CHECKS.map((item) => () => timed(() => runCheck(item))),
  );
