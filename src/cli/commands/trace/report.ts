import type { Command } from 'commander';
import { wholeNumber } from '../../options.ts';
import { formatTraceReport } from '../../output/trace-report.ts';
import type { Act } from '../types.ts';
import { eachFile } from './each-file.ts';
import { addOpeningOptions, FILES_ARGUMENT } from './opening-options.ts';
import type { OpeningOptions } from './open-trace.ts';

interface ReportOptions extends OpeningOptions {
  readonly top: number;
}

const HELP = `
What took the time: steps, devices, kernels, operators, what idle streams wait
for, launches, copies, communication, the critical path, and what to do.

--json has all of it whole: spanUs, busyUs (any kernel, copy or memset on any
device), idleUs, kernels[] with name, count, totalUs, steps[], findings[],
warnings[] and more; times in microseconds. names[] of a trace in which no
device took part.

Examples:
  dyno trace report trace.json.gz
  dyno trace report trace.json --top 30
  dyno trace report trace.json --json | jq '.kernels[:5]'
  dyno trace report rank0.json rank1.json --json | jq '.traces[].busyUs'

Exit codes: 0 done, 2 a file that cannot be read as a trace, 3 the process that
  reads it failed, 130 stopped by Ctrl-C (nothing of what was begun stays)`;

export function addTraceReport(trace: Command, act: Act): void {
  const command = trace
    .command('report')
    .summary('what took the time, and what to do about it')
    .description('Works out where the time of a trace went.')
    .argument('<file...>', FILES_ARGUMENT);
  addOpeningOptions(command)
    .option('--top <n>', 'rows of each table', wholeNumber('--top', 1, 10_000), 10)
    .addHelpText('after', HELP)
    .action((files: string[], options: ReportOptions, self: Command) =>
      act(
        self,
        (host) =>
          eachFile(host, files, options, async ({ api }, info) => {
            const report = await api.traceReport(info.id, null);
            const names = report.hasGpu ? [] : await api.nameTotals(info.id, { kind: 'time' });
            const { id, path, name, format, compression, sourceBytes, unit, baseNs, window } = info;
            const file = { id, path, name, format, compression, sourceBytes, unit, baseNs, window };
            return {
              document: () => ({ file: { ...file, spans: info.spans }, ...report, names }),
              text: () =>
                formatTraceReport(info, report, names, { top: options.top, paint: host.terminal.paint }),
            };
          }),
        { stopsItself: true },
      ),
    );
}
