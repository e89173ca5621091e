import type { DynoApi } from '../../contract/api.ts';
import type { Run } from '../../contract/run.ts';
import { runDocument } from '../output/run-document.ts';
import { formatRun } from '../output/run-report.ts';
import { formatScenario } from '../output/scenario-report.ts';
import { jsonDocument } from '../output/schema.ts';
import { formatEvidence } from '../output/trust-report.ts';
import type { CommandHost } from './types.ts';

/** One run on stdout: a document for programs, a report for people, with the evidence of its trust where asked. */
export async function printRun(
  { terminal, json }: Pick<CommandHost, 'terminal' | 'json'>,
  api: Pick<DynoApi, 'getDetails'>,
  run: Run,
  evidence: boolean,
): Promise<void> {
  const details = await api.getDetails(run.id);
  if (json) {
    terminal.data(jsonDocument(runDocument(run, details)));
    return;
  }
  terminal.data(`\n${formatRun(run, terminal.paint)}\n`);
  if (details.scenario !== null)
    terminal.data(`\n${formatScenario(run.config, details.scenario, terminal.paint)}\n`);
  if (!evidence) return;
  if (details.trust === null) terminal.say('No evidence was kept of this run: nothing of it was measured.');
  else terminal.data(`${formatEvidence(details.trust, terminal.paint)}\n`);
}
