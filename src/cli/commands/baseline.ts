import type { Command } from 'commander';
import { formatDuration } from '../../contract/units.ts';
import { EXIT } from '../exit-codes.ts';
import { dateTime } from '../output/date-time.ts';
import { jsonDocument } from '../output/schema.ts';
import { formatTable, printable } from '../output/table.ts';
import { RUN_ARGUMENT } from './show.ts';
import type { AddCommand, CommandHost } from './types.ts';

const HELP = `
A baseline is a name for a run that later ones are held against. Set again, the
name stands for the other run.

Examples:
  dyno baseline set main last
  dyno baseline list
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
    .argument('<name>', 'what to call it, as in main or release-2.1')
    .argument('<run>', RUN_ARGUMENT)
    .action((name: string, run: string, _options: object, command: Command) =>
      act(command, async (host) => {
        const made = await (await host.openCore()).api.setBaseline(name, run);
        if (host.json) host.terminal.data(jsonDocument({ baseline: made }));
        else host.terminal.say(`${made.name} is run ${made.runId} from now on.`);
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
