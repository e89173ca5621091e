import type { Run } from '../../../contract/run.ts';
import type { ComparisonReason } from '../../../contract/side-by-side.ts';
import { inputsOf } from '../comparison-rows.ts';

/** Why a run cannot be held against a baseline, or only with care. */
export function gateReasons(baseline: Run, run: Run): ComparisonReason[] {
  const reasons: ComparisonReason[] = [];
  const block = (kind: ComparisonReason['kind'], text: string, nextStep: string): void =>
    void reasons.push({ kind, blocks: true, text, nextStep });
  if (run.latencyMs === null) block('nothing-measured', 'This run measured nothing.', 'Measure it again.');
  if (baseline.latencyMs === null)
    block('nothing-measured', 'The baseline measured nothing.', 'Set another one.');
  if ((run.config.executor === null) !== (baseline.config.executor === null))
    block('simulated', 'One of the two is simulated, the other was measured.', 'Measure both.');
  if (
    run.environment?.host !== baseline.environment?.host ||
    run.environment?.cpu.model !== baseline.environment?.cpu.model
  )
    block('other-machine', 'The two were measured on different machines.', 'Measure both on one machine.');
  if (run.config.provider !== baseline.config.provider)
    block(
      'other-provider',
      `Different providers: ${baseline.config.provider} in the baseline, ${run.config.provider} in this run.`,
      'Measure both on one provider.',
    );
  if (inputsOf(run) !== inputsOf(baseline) || run.config.batch !== baseline.config.batch)
    block('other-shapes', 'The two had inputs of different shapes.', 'Measure both with the same shapes.');
  if (run.config.scenario?.kind !== baseline.config.scenario?.kind)
    block(
      'other-scenario',
      'The two were measured in different scenarios.',
      'Measure both in the same scenario.',
    );
  return reasons;
}
