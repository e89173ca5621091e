import type { Command } from 'commander';
import { formatBytes } from '../../contract/units.ts';
import { EXIT } from '../exit-codes.ts';
import { exportFormat } from '../options.ts';
import { jsonDocument } from '../output/schema.ts';
import { RUN_ARGUMENT } from './show.ts';
import { writeExport } from './write-export.ts';
import type { AddCommand, CommandHost } from './types.ts';

interface ExportOptions {
  readonly format: ReturnType<typeof exportFormat>;
  readonly output?: string;
}

const HELP = `
JSON holds the run whole; CSV one line per iteration. Of a profiled run:
chrome-trace opens in Perfetto (ui.perfetto.dev), speedscope in speedscope.app;
folded is for flamegraph.pl, in nanoseconds of one clean iteration.

Examples:
  dyno export last --format csv -o latencies.csv
  dyno export last --format json | jq .run
  dyno export last --format chrome-trace -o trace.json
  dyno export last --format folded | flamegraph.pl > flame.svg

Exit codes: 0 done, 2 no such run, none that was profiled, or no way to write
  there, 3 the disk is full`;

export const addExport: AddCommand = (program, act) => {
  program
    .command('export')
    .summary('write a run as JSON or CSV, its profile as a trace')
    .description('Writes one stored run to a file or to stdout.')
    .argument('<run>', RUN_ARGUMENT)
    .requiredOption('-f, --format <format>', 'json, csv; chrome-trace, speedscope, folded', exportFormat)
    .option('-o, --output <file>', 'write here instead of stdout')
    .addHelpText('after', HELP)
    .action((reference: string, options: ExportOptions, command: Command) =>
      act(command, (host) => exportRun(host, reference, options)),
    );
};

async function exportRun(host: CommandHost, reference: string, options: ExportOptions): Promise<number> {
  const { api } = await host.openCore();
  const { id } = await api.getRun(reference);
  const { format } = options;
  const file = await (format === 'json' || format === 'csv'
    ? api.exportRun(id, format)
    : api.exportProfile(id, format));
  if (options.output === undefined) {
    host.terminal.data(host.json ? jsonDocument({ run: { id }, ...file }) : file.text);
    return EXIT.done;
  }
  const written = await writeExport(host.invocation.path(options.output), file);
  if (host.json) host.terminal.data(jsonDocument({ run: { id }, ...written }));
  else host.terminal.say(`Wrote ${written.path} (${formatBytes(written.bytes)}).`);
  return EXIT.done;
}
