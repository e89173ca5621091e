import type { RunConfig } from '../../contract/run.ts';
import type { StopRule } from '../../contract/signals.ts';

export interface LoopEnd {
  readonly count: number;
  readonly stopAsked: boolean;
  readonly isPrecise: boolean;
  /** The most samples that one run keeps. */
  readonly most: number;
}

/** What ended a measured loop; null where nothing was measured. */
export function stopRuleOf(
  { iterations }: Pick<RunConfig, 'iterations'>,
  { count, stopAsked, isPrecise, most }: LoopEnd,
): StopRule | null {
  if (count === 0) return null;
  if (isPrecise) return 'precision';
  if (iterations !== null && count >= iterations) return 'iterations';
  if (stopAsked) return 'stopped';
  return count >= most ? 'limit' : 'duration';
}
