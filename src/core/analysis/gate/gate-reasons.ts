import type { Run } from '../../../contract/run.ts';
import type { ComparisonReason } from '../../../contract/side-by-side.ts';
import { guard } from '../side-by-side/guard.ts';

const SIDES = ['the baseline', 'this run'] as const;

/**
 * Why a run cannot be held against a baseline, or only with care. What people compare on purpose, another provider, is
 * no regression of the one that a baseline was set for.
 */
export function gateReasons(baseline: Run, run: Run): ComparisonReason[] {
  if (baseline.id === run.id) return [];
  const reasons = guard(baseline, run, { sides: SIDES });
  return reasons.map((reason) => (reason.kind === 'other-provider' ? { ...reason, blocks: true } : reason));
}
