import type { Command } from 'commander';
import type { DynoApi } from '../../contract/api.ts';
import type { Difference, NoDifference } from '../../contract/difference.ts';
import type { SideBySide } from '../../contract/side-by-side.ts';
import { measuredNothing } from '../../core/analysis/side-by-side/guard.ts';
import { InvalidArgumentError } from 'commander';
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

const TOP_SHOWN = 10;

interface CompareOptions {
  readonly all?: true;
  readonly top?: number;
}

function top(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('Give a whole number, 1 or more.');
  return Number(text);
}

/** Of each run but the first, from the reference; what took a run apart in the recorder is asked for where both were. */
async function differencesOf(
  api: DynoApi,
  { runs: [reference, ...others] }: SideBySide,
): Promise<readonly (Difference | NoDifference)[]> {
  const found: (Difference | NoDifference)[] = [];
  for (const run of others) {
    found.push(await api.getDifference({ kind: 'runs', a: reference?.id ?? '', b: run.id }));
  }
  return found;
}

export const addCompare: AddCommand = (program, act) => {
  program
    .command('compare')
    .summary('hold runs against each other')
    .description('Holds stored runs against the first of them: which is faster, and what differs.')
    .argument('<runs...>', `two or more; each ${RUN_ARGUMENT}`)
    .option('--all', 'print the metrics that do not differ as well')
    .option('--top <n>', `so many operators of the difference (default ${TOP_SHOWN})`, top)
    .addHelpText('after', HELP)
    .action((references: readonly string[], options: CompareOptions, command: Command) =>
      act(command, async ({ openCore, terminal, json }) => {
        const { api } = await openCore();
        const compared = await api.compareRuns(references);
        const differences = await differencesOf(api, compared);
        terminal.data(
          json
            ? comparisonDocument(compared, differences)
            : formatComparison(compared, differences, terminal.paint, {
                all: options.all === true,
                top: options.top ?? TOP_SHOWN,
              }),
        );
        return compared.runs.some(measuredNothing) ? EXIT.notEnoughEvidence : EXIT.done;
      }),
    );
};
