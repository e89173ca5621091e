import { Option, type Command } from 'commander';
import type { DifferenceRequest } from '../../../contract/difference.ts';
import { DynoError } from '../../../contract/errors.ts';
import type { TraceInfo } from '../../../contract/trace.ts';
import { EXIT } from '../../exit-codes.ts';
import { wholeNumber } from '../../options.ts';
import { formatDifference } from '../../output/difference-table.ts';
import { jsonDocument } from '../../output/schema.ts';
import type { Act, CommandHost } from '../types.ts';
import { openTrace, StoppedReading, type OpeningOptions } from './open-trace.ts';
import { addOpeningOptions, FILE_ARGUMENT } from './opening-options.ts';

interface CompareOptions extends OpeningOptions {
  readonly top: number;
  readonly by?: 'kernels' | 'operators';
  readonly per?: 'step' | 'trace';
}

type Request = Extract<DifferenceRequest, { readonly kind: 'traces' }>;

const HELP = `
Takes the difference of two traces apart: which kernels and copies, or operators
of the host, became slower, faster, new or gone. The first file is the
reference. The parts and the rest add up to the difference; the rest is idle
time, less what ran at once.

Of a mean step where both traces have steps (those of the PyTorch profiler),
else of all. --json has parts[] with name, match, deltaMs, a and b (count, ms),
residualMs, and of each file how many kernels it has and how long they took.

Examples:
  dyno trace compare before.json.gz after.json.gz
  dyno trace compare before.json after.json --by operators --top 30
  dyno trace compare a.json b.json --per trace --json | jq '.parts[:5]'

Exit codes: 0 done, 2 a file that cannot be read as a trace, or nothing in them
  that can be compared, 3 the process that reads failed, 130 stopped by Ctrl-C`;

export function addTraceCompare(trace: Command, act: Act): void {
  const command = trace
    .command('compare')
    .summary('what of two traces became slower, faster, new or gone')
    .description('Takes the difference of two traces apart into kernels or operators.')
    .argument('<a>', `the reference: ${FILE_ARGUMENT}`)
    .argument('<b>', 'what is compared with it');
  addOpeningOptions(command)
    .addOption(
      new Option('--by <what>', 'kernels on the device, or operators on the host').choices([
        'kernels',
        'operators',
      ]),
    )
    .addOption(new Option('--per <what>', 'of a mean step, or of all').choices(['step', 'trace']))
    .option('--top <n>', 'rows of the table', wholeNumber('--top', 1, 100_000), 20)
    .addHelpText('after', HELP)
    .action((a: string, b: string, options: CompareOptions, self: Command) =>
      act(self, (host) => compareTraces(host, a, b, options), { stopsItself: true }),
    );
}

async function compareTraces(
  host: CommandHost,
  a: string,
  b: string,
  options: CompareOptions,
): Promise<number> {
  const core = await host.openCore();
  let infos: readonly [TraceInfo, TraceInfo];
  try {
    infos = [await openTrace(host, core, a, options), await openTrace(host, core, b, options)];
  } catch (thrown) {
    if (thrown instanceof StoppedReading) return thrown.exitCode;
    throw thrown;
  }
  const { by, per, top } = options;
  const request: Request = {
    kind: 'traces',
    a: infos[0].id,
    b: infos[1].id,
    ...(by !== undefined && { by }),
    ...(per !== undefined && { per }),
  };
  const difference = await core.api.getDifference(request);
  if (difference.kind === 'none') throw nothingToCompare(difference, `${a} and ${b}`);
  if (!host.json) {
    host.terminal.data(formatDifference(difference, top, host.terminal.paint));
    return EXIT.done;
  }
  const files = await Promise.all(
    infos.map(async ({ id, path, name, format }) => {
      const { kernelCount, kernelUs, spanUs, busyUs, steps } = await core.api.traceReport(id, null);
      return { id, path, name, format, kernelCount, kernelUs, spanUs, busyUs, steps: steps.length };
    }),
  );
  host.terminal.data(jsonDocument({ files, ...difference }));
  return EXIT.done;
}

function nothingToCompare(
  { reason, nextStep }: { readonly reason: string; readonly nextStep: string },
  subject: string,
): DynoError {
  return new DynoError({ code: 'RUN_NOT_COMPARABLE', message: reason, subject, nextStep });
}
