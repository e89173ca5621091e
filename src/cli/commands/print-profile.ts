import type { DynoApi } from '../../contract/api.ts';
import type { ProfileFormat } from '../../contract/profile.ts';
import type { Run } from '../../contract/run.ts';
import { formatBytes } from '../../contract/units.ts';
import { formatFindings } from '../output/findings-report.ts';
import type { OperatorGrouping } from '../output/operator-rows.ts';
import { profileDocument } from '../output/profile-document.ts';
import { formatProfile } from '../output/profile-report.ts';
import { runDocument } from '../output/run-document.ts';
import { jsonDocument } from '../output/schema.ts';
import { printRun, type PrintOptions } from './print-run.ts';
import { TOP_SHOWN } from './profiling-options.ts';
import type { CommandHost } from './types.ts';
import { writeExport, type Written } from './write-export.ts';

export interface PrintProfileOptions {
  readonly top?: number;
  readonly by?: OperatorGrouping;
  readonly export?: ProfileFormat;
  readonly output?: string;
}

/** A run with its operators on stdout; one that was not profiled to its end is shown as the run that it is. */
export async function printProfile(
  host: CommandHost,
  api: DynoApi,
  run: Run,
  options: PrintOptions & PrintProfileOptions,
): Promise<void> {
  const profile = await api.getProfile(run.id);
  if (profile === null) {
    await printRun(host, api, run, options);
    if (!host.json)
      host.terminal.say(host.terminal.paintErrors.yellow('Nothing was recorded of its operators.'));
    return;
  }
  const { terminal, json } = host;
  const findings = (await api.getFindings(run.id)) ?? [];
  const graph = await api.getModelGraph(run.id).catch(() => null);
  const written =
    options.export === undefined ? null : await exportTo(host, api, run, options.export, options.output);
  if (json) {
    const document = {
      ...runDocument(run, await api.getDetails(run.id)),
      ...profileDocument(profile, findings, graph),
    };
    terminal.data(jsonDocument({ ...document, ...(written && { export: written }) }));
    return;
  }
  const width = Math.max(80, terminal.columns);
  const shown = { top: options.top ?? TOP_SHOWN, by: options.by ?? 'node', width } as const;
  terminal.data(`\n${formatProfile(run, profile, graph, shown, terminal.paint)}\n`);
  terminal.data(`\n${formatFindings(profile, findings, terminal.paint)}\n`);
  const { dim } = terminal.paintErrors;
  if (written !== null) terminal.say(`Wrote ${written.path} (${formatBytes(written.bytes)}).`);
  else
    terminal.say(dim(`Export it: ${host.invocation.command} export ${run.id} -f chrome-trace -o trace.json`));
  terminal.say(dim('A chrome-trace opens in ui.perfetto.dev, a speedscope in speedscope.app.'));
}

async function exportTo(
  { invocation }: CommandHost,
  api: DynoApi,
  run: Run,
  format: ProfileFormat,
  output: string | undefined,
): Promise<Written> {
  const file = await api.exportProfile(run.id, format);
  return writeExport(invocation.path(output ?? file.fileName), file);
}
