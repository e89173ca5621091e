import type { Command } from 'commander';
import type { ProfileWish } from '../../contract/profile.ts';
import { duration, oneOf, wholeNumber } from '../options.ts';
import { GROUPINGS, type OperatorGrouping } from '../output/operator-rows.ts';

export interface ProfilingOptions {
  readonly profileIterations?: number;
  readonly profileDuration?: number;
  readonly top?: number;
  readonly by?: OperatorGrouping;
}

/** Of the table alone: JSON holds all operators. */
export const TOP_SHOWN = 15;
export const grouping = oneOf('--by', GROUPINGS);
export const top = wholeNumber('--top', 1, 100_000);

/** Of the profiled pass, which comes after the one that is measured. */
export function addProfilingOptions(command: Command): Command {
  return command
    .option(
      '--profile-iterations <n>',
      'recorded iterations (left out: 2000, 5 s at most)',
      wholeNumber('--profile-iterations', 1, 100_000),
    )
    .option(
      '--profile-duration <seconds>',
      'time budget of the recorded pass',
      duration('--profile-duration'),
    )
    .option('--top <n>', `operators in the table of a profile (default ${TOP_SHOWN})`, top)
    .option('--by <what>', 'a line for each node, op, module or provider (default node)', grouping);
}

export function profileWish({ profileIterations, profileDuration }: ProfilingOptions): ProfileWish {
  return {
    ...(profileIterations !== undefined && { iterations: profileIterations }),
    ...(profileDuration !== undefined && { durationMs: profileDuration }),
  };
}
