import type { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import { printRun } from './print-run.ts';
import type { AddCommand } from './types.ts';

export const RUN_ARGUMENT = 'a run: its id, the beginning of one, its name, last or last~1';

const HELP = `
Examples:
  dyno show last
  dyno show last --evidence
  dyno show last --baseline main
  dyno show last --json

Exit codes: 0 done, 2 there is no such run or baseline`;

export const addShow: AddCommand = (program, act) => {
  program
    .command('show')
    .summary('show one run')
    .description('Shows one stored run: latency, distribution, phases and where it was measured.')
    .argument('<run>', RUN_ARGUMENT)
    .option('--evidence', 'also print all that the trust verdict rests on')
    .option('--baseline <name>', 'hold it against the run of this name')
    .addHelpText('after', HELP)
    .action(
      (
        reference: string,
        options: { readonly evidence?: true; readonly baseline?: string },
        command: Command,
      ) =>
        act(command, async (host) => {
          const { api } = await host.openCore();
          await printRun(host, api, await api.getRun(reference), options);
          return EXIT.done;
        }),
    );
};
