import { join } from 'node:path';
import type { Command } from 'commander';
import { formatInfo, infoDocument } from '../../output/trace-info.ts';
import type { Act } from '../types.ts';
import { eachFile } from './each-file.ts';
import { addOpeningOptions, FILES_ARGUMENT } from './opening-options.ts';
import type { OpeningOptions } from './open-trace.ts';

const HELP = `
Says what a trace holds: its format, how long it is, tracks, counters, devices,
what the file says of itself, what was odd about it, and where its index lies
(Arrow files, that pandas, polars and DuckDB open).

Examples:
  dyno trace info trace.json.gz
  dyno trace info rank0.json rank1.json --json | jq '.traces[].spans'
  dyno trace info huge.json --from 1.5s --to 1700ms

Exit codes: 0 done, 2 a file that cannot be read as a trace, 3 the process that
  reads it failed, 130 stopped by Ctrl-C (nothing of what was begun stays)`;

export function addTraceInfo(trace: Command, act: Act): void {
  const command = trace
    .command('info')
    .summary('what a trace holds')
    .description('Reads a trace, or opens its index, and says what it holds.')
    .argument('<file...>', FILES_ARGUMENT);
  addOpeningOptions(command)
    .addHelpText('after', HELP)
    .action((files: string[], options: OpeningOptions, self: Command) =>
      act(
        self,
        (host) =>
          eachFile(host, files, options, async (_core, info) => {
            const folder = join(host.paths.data, 'traces', info.id);
            return {
              document: () => infoDocument(info, folder),
              text: () => formatInfo(info, folder, host.terminal.paint),
            };
          }),
        { stopsItself: true },
      ),
    );
}
