import type { DynoApi } from '../../contract/api.ts';
import { DynoError } from '../../contract/errors.ts';
import type { Run } from '../../contract/run.ts';
import { formatBaseline } from '../output/baseline-report.ts';
import { runDocument } from '../output/run-document.ts';
import { formatRun } from '../output/run-report.ts';
import { formatGeneration } from '../output/generation-report.ts';
import { formatScenario } from '../output/scenario-report.ts';
import { jsonDocument } from '../output/schema.ts';
import { formatEvidence } from '../output/trust-report.ts';
import type { CommandHost } from './types.ts';

export interface PrintOptions {
  readonly evidence?: true;
  /** Name of the baseline to hold it against. */
  readonly baseline?: string;
}

/** One run on stdout: a document for programs, a report for people, with what was asked for beside it. */
export async function printRun(
  { terminal, json }: Pick<CommandHost, 'terminal' | 'json'>,
  api: Pick<DynoApi, 'getDetails' | 'holdAgainst'>,
  run: Run,
  { evidence, baseline }: PrintOptions,
): Promise<void> {
  const details = await api.getDetails(run.id);
  const against = baseline === undefined ? null : await api.holdAgainst(run.id, baseline);
  if (json) {
    terminal.data(jsonDocument({ ...runDocument(run, details), ...(against && { against }) }));
    return;
  }
  terminal.data(`\n${formatRun(run, terminal.paint)}\n`);
  if (details.scenario !== null)
    terminal.data(`\n${formatScenario(run.config, details.scenario, terminal.paint)}\n`);
  if (details.generation !== null)
    terminal.data(`\n${formatGeneration(details.generation, terminal.paint)}\n`);
  if (against !== null) terminal.data(`${formatBaseline(against, terminal.paint)}\n`);
  if (evidence !== true) return;
  if (details.trust === null) terminal.say('No evidence was kept of this run: nothing of it was measured.');
  else terminal.data(`${formatEvidence(details.trust, terminal.paint)}\n`);
}

/** Looked for before a long run, not after it. */
export async function findBaseline(api: Pick<DynoApi, 'listBaselines'>, name: string): Promise<void> {
  const baselines = await api.listBaselines();
  if (baselines.some((baseline) => baseline.name === name)) return;
  throw new DynoError({
    code: 'BASELINE_NOT_FOUND',
    message: 'There is no such baseline.',
    subject: name,
    nextStep: 'See which there are with "dyno baseline list", or make one with "dyno baseline set NAME RUN".',
  });
}
