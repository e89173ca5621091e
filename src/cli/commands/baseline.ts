import type { Command } from 'commander';
import { DynoError } from '../../contract/errors.ts';
import { formatDuration } from '../../contract/units.ts';
import { baselineOfBranch } from '../../core/analysis/gate/baseline-name.ts';
import { gitBranch } from '../host/git-branch.ts';
import { usage } from '../options.ts';
import { EXIT } from '../exit-codes.ts';
import { dateTime } from '../output/date-time.ts';
import { jsonDocument } from '../output/schema.ts';
import { formatTable, printable } from '../output/table.ts';
import { printRun } from './print-run.ts';
import { RUN_ARGUMENT } from './show.ts';
import type { AddCommand, CommandHost } from './types.ts';

const HELP = `
A baseline is a name for a run that later ones are held against. Set again, the
name stands for the other run. With --branch it is named after the git branch,
as a build server or the checkout tells it.

Examples:
  dyno baseline set main last
  dyno baseline set --branch last
  dyno baseline list
  dyno baseline show main
  dyno gate last --baseline main
  dyno bench model.onnx --baseline main
  dyno show last --baseline main

Exit codes: 0 done, 2 no such run or baseline`;

export const addBaseline: AddCommand = (program, act) => {
  const baseline = program
    .command('baseline')
    .summary('name runs that others are held against')
    .description('Lists the baselines; its own commands set and remove one.')
    .addHelpText('after', HELP)
    .action((_options: object, command: Command) => act(command, list));
  baseline
    .command('list')
    .description('Lists the baselines.')
    .action((_options: object, command: Command) => act(command, list));
  baseline
    .command('set')
    .description('Makes a run the baseline of a name.')
    .argument('[name]', 'what to call it, as in main or release-2.1; with --branch left out')
    .argument('[run]', RUN_ARGUMENT)
    .option('--branch', 'call it as the git branch is called')
    .action((first: string | undefined, second: string | undefined, options: SetOptions, command: Command) =>
      act(command, async (host) => {
        const { name, run } = await namedRun(host, first, second, options);
        const made = await (await host.openCore()).api.setBaseline(name, run);
        if (host.json) host.terminal.data(jsonDocument({ baseline: made }));
        else host.terminal.say(`${made.name} is run ${made.runId} from now on.`);
        return EXIT.done;
      }),
    );
  baseline
    .command('show')
    .description('Shows the run that a baseline stands for.')
    .argument('<name>', 'name of the baseline')
    .action((name: string, _options: object, command: Command) =>
      act(command, async (host) => {
        const { api } = await host.openCore();
        const found = (await api.listBaselines()).find((known) => known.name === name);
        if (found === undefined) throw noSuchBaseline(name);
        const run = await api.getRun(found.runId);
        if (!host.json)
          host.terminal.say(`${printable(name)} is run ${run.id}, set ${dateTime(found.setAt)}.`);
        if (host.json) host.terminal.data(jsonDocument({ baseline: found, run }));
        else await printRun(host, api, run, {});
        return EXIT.done;
      }),
    );
  baseline
    .command('remove')
    .description('Takes the name away; the run stays.')
    .argument('<name>', 'name of the baseline')
    .action((name: string, _options: object, command: Command) =>
      act(command, async (host) => {
        await (await host.openCore()).api.deleteBaseline(name);
        if (host.json) host.terminal.data(jsonDocument({ removed: name }));
        else host.terminal.say(`Removed ${name}; its run is still there.`);
        return EXIT.done;
      }),
    );
};

interface SetOptions {
  readonly branch?: true;
}

async function namedRun(
  { invocation }: CommandHost,
  first: string | undefined,
  second: string | undefined,
  { branch }: SetOptions,
): Promise<{ readonly name: string; readonly run: string }> {
  if (branch !== true) {
    if (first !== undefined && second !== undefined) return { name: first, run: second };
    throw usage('A baseline takes a name and a run.', 'set', 'Write dyno baseline set main last.');
  }
  if (second !== undefined)
    throw usage(
      'With --branch the name is the branch’s: give the run alone.',
      '--branch',
      'Write dyno baseline set --branch last.',
    );
  const name = baselineOfBranch((await gitBranch(invocation)) ?? '');
  if (name !== '') return { name, run: first ?? 'last' };
  throw usage(
    'No git branch is known here.',
    '--branch',
    'Call it inside of a checkout of a branch, or name the baseline yourself.',
  );
}

function noSuchBaseline(name: string): DynoError {
  return new DynoError({
    code: 'BASELINE_NOT_FOUND',
    message: 'There is no such baseline, or its run is in the bin.',
    subject: name,
    nextStep: 'See which there are with "dyno baseline list".',
  });
}

async function list(host: CommandHost): Promise<number> {
  const { terminal, invocation } = host;
  const { api } = await host.openCore();
  const baselines = await api.listBaselines();
  if (host.json) {
    terminal.data(jsonDocument({ baselines }));
    return EXIT.done;
  }
  if (baselines.length === 0) {
    terminal.say(`No baselines yet. Make one: ${invocation.command} baseline set main last`);
    return EXIT.done;
  }
  const runs = await Promise.all(baselines.map(({ runId }) => api.getRun(runId)));
  const table = formatTable(
    [
      { title: 'baseline' },
      { title: 'run' },
      { title: 'model', shrinks: true },
      { title: 'p50', align: 'right' },
      { title: 'set' },
    ],
    baselines.map(({ name, runId, setAt }, index) => [
      printable(name),
      runId,
      printable(runs[index]?.model.name ?? ''),
      formatDuration(runs[index]?.latencyMs?.p50),
      dateTime(setAt),
    ]),
    80,
  );
  terminal.data([terminal.paint.dim(table.head), ...table.body].join('\n'));
  return EXIT.done;
}
