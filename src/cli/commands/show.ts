import type { Command } from 'commander';
import { DynoError } from '../../contract/errors.ts';
import { EXIT } from '../exit-codes.ts';
import { printProfile, type PrintProfileOptions } from './print-profile.ts';
import { printRun, type PrintOptions } from './print-run.ts';
import { grouping, top, TOP_SHOWN } from './profiling-options.ts';
import type { AddCommand } from './types.ts';

export const RUN_ARGUMENT = 'a run: its id, the beginning of one, its name, last or last~1';

interface ShowOptions extends PrintOptions, PrintProfileOptions {
  readonly operators?: true;
}

const HELP = `
Examples:
  dyno show last
  dyno show last --evidence
  dyno show last --baseline main
  dyno show last --json
  dyno show last --operators --by op --top 30

Exit codes: 0 done, 2 there is no such run or baseline, or (--operators) it was
  not profiled`;

export const addShow: AddCommand = (program, act) => {
  program
    .command('show')
    .summary('show one run')
    .description('Shows one stored run: latency, distribution, phases and where it was measured.')
    .argument('<run>', RUN_ARGUMENT)
    .option('--evidence', 'also print all that the trust verdict rests on')
    .option('--baseline <name>', 'hold it against the run of this name')
    .option('--operators', 'where its time went, of a profiled run')
    .option('--by <what>', 'a line for each node, op, module or provider (default node)', grouping)
    .option('--top <n>', `so many lines of them (default ${TOP_SHOWN})`, top)
    .addHelpText('after', HELP)
    .action((reference: string, options: ShowOptions, command: Command) =>
      act(command, async (host) => {
        const { api } = await host.openCore();
        const run = await api.getRun(reference);
        const wantsOperators = options.operators === true || options.by !== undefined;
        if (wantsOperators && run.profile === null) throw notProfiled(run.id);
        await (wantsOperators ? printProfile : printRun)(host, api, run, options);
        return EXIT.done;
      }),
    );
};

function notProfiled(runId: string): DynoError {
  return new DynoError({
    code: 'USAGE',
    message: 'This run was not profiled.',
    subject: runId,
    nextStep: 'Run it again with "dyno profile MODEL".',
  });
}
