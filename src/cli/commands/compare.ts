import type { Command } from 'commander';
import { measuredNothing } from '../../core/analysis/side-by-side/guard.ts';
import { EXIT } from '../exit-codes.ts';
import { comparisonDocument, formatComparison } from '../output/compare-report.ts';
import { RUN_ARGUMENT } from './show.ts';
import type { AddCommand } from './types.ts';

const HELP = `
The first run is the reference; the others are held against it by the ratio of
their medians, whose interval has in it what two runs of one model differ by on
this machine anyway. "dyno calibrate" measures that; it is taken to be 3 % until
then. To tell smaller differences apart: dyno ab.

Examples:
  dyno compare last~1 last
  dyno compare v1 v2 v3 --json

Exit codes: 0 done, 2 no such run, 4 one of the runs measured nothing`;

export const addCompare: AddCommand = (program, act) => {
  program
    .command('compare')
    .summary('hold runs against each other')
    .description('Holds stored runs against the first of them: which is faster, and what differs.')
    .argument('<runs...>', `two or more; each ${RUN_ARGUMENT}`)
    .option('--all', 'print the metrics that do not differ as well')
    .addHelpText('after', HELP)
    .action((references: readonly string[], options: { readonly all?: true }, command: Command) =>
      act(command, async ({ openCore, terminal, json }) => {
        const { api } = await openCore();
        const compared = await api.compareRuns(references);
        terminal.data(
          json
            ? comparisonDocument(compared)
            : formatComparison(compared, terminal.paint, { all: options.all === true }),
        );
        return compared.runs.some(measuredNothing) ? EXIT.notEnoughEvidence : EXIT.done;
      }),
    );
};
