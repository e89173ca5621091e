import type { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import { runDocument } from '../output/run-document.ts';
import { formatRun } from '../output/run-report.ts';
import { jsonDocument } from '../output/schema.ts';
import type { AddCommand } from './types.ts';

export const RUN_ARGUMENT = 'a run: its id, the beginning of one, its name, last or last~1';

const HELP = `
Examples:
  dyno show last
  dyno show last --json

Exit codes: 0 done, 2 there is no such run`;

export const addShow: AddCommand = (program, act) => {
  program
    .command('show')
    .summary('show one run')
    .description('Shows one stored run: latency, distribution, phases and where it was measured.')
    .argument('<run>', RUN_ARGUMENT)
    .addHelpText('after', HELP)
    .action((reference: string, _options: object, command: Command) =>
      act(command, async ({ openCore, terminal, json }) => {
        const { api } = await openCore();
        const run = await api.getRun(reference);
        terminal.data(json ? jsonDocument(runDocument(run)) : `\n${formatRun(run, terminal.paint)}\n`);
        return EXIT.done;
      }),
    );
};
