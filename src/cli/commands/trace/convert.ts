import { realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { TRACE_EXPORTS, type TraceExport } from '../../../contract/trace.ts';
import { formatBytes } from '../../../contract/units.ts';
import { EXIT } from '../../exit-codes.ts';
import { STOP_EXIT_CODES } from '../../host/stop-request.ts';
import { oneOf, usage } from '../../options.ts';
import { jsonDocument } from '../../output/schema.ts';
import type { Act, CommandHost } from '../types.ts';
import { openTrace, StoppedReading, type OpeningOptions } from './open-trace.ts';
import { addOpeningOptions, FILE_ARGUMENT } from './opening-options.ts';

interface ConvertOptions extends OpeningOptions {
  readonly format: TraceExport;
  readonly output: string;
}

const HELP = `
chrome-trace opens in ui.perfetto.dev, speedscope in speedscope.app; folded is
for flamegraph.pl, csv has a row a span, arrow is for pandas, polars and DuckDB.
Written piece by piece beside its place and renamed, so that it is whole or not
there. The trace itself is never written over.

Examples:
  dyno trace convert report.sqlite -f chrome-trace -o trace.json
  dyno trace convert trace.json.gz -f arrow -o spans.arrow
  dyno trace convert trace.json -f folded -o stacks.txt
  dyno trace convert huge.json --from 1s --to 2s -f chrome-trace -o second.json

Exit codes: 0 done, 2 a file that is no trace, or no way to write there, 3 the
  disk is full or the process failed, 130 stopped by Ctrl-C (nothing stays)`;

export function addTraceConvert(trace: Command, act: Act): void {
  const command = trace
    .command('convert')
    .summary('write a trace in another format')
    .description('Writes a trace for another tool.')
    .argument('<file>', FILE_ARGUMENT)
    .requiredOption('-f, --format <format>', TRACE_EXPORTS.join(', '), oneOf('--format', TRACE_EXPORTS))
    .requiredOption('-o, --output <file>', 'where to write it');
  addOpeningOptions(command)
    .addHelpText('after', HELP)
    .action((file: string, options: ConvertOptions, self: Command) =>
      act(self, (host) => convert(host, file, options), { stopsItself: true }),
    );
}

async function convert(host: CommandHost, file: string, options: ConvertOptions): Promise<number> {
  const { format } = options;
  const path = host.invocation.path(options.output);
  await refuseSource(host.invocation.path(file), path);
  const core = await host.openCore();
  const part = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  try {
    const { id } = await openTrace(host, core, file, options);
    const writing = core.traces.exportTo(id, format, part);
    const written = await Promise.race([writing, host.stop.asked]);
    if (typeof written === 'string') {
      // Its process goes with the core; only then is nobody left who writes.
      writing.catch(() => undefined);
      await core.close();
      return STOP_EXIT_CODES[written];
    }
    await rename(part, path);
    const { bytes } = written;
    if (host.json) host.terminal.data(jsonDocument({ path, format, bytes }));
    else host.terminal.say(`Wrote ${path} (${formatBytes(bytes)}).`);
    return EXIT.done;
  } catch (thrown) {
    if (thrown instanceof StoppedReading) return thrown.exitCode;
    throw thrown;
  } finally {
    await Promise.all(
      [part, join(dirname(part), `.${basename(part)}.part`)].map((each) => rm(each, { force: true })),
    );
  }
}

async function refuseSource(source: string, path: string): Promise<void> {
  const [from, to] = await Promise.all([source, path].map((each) => realpath(each).catch(() => null)));
  if (from === null || from !== to) return;
  throw usage(
    'This would write over the very file that the trace is read from.',
    path,
    'Name another file with -o.',
  );
}
