import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { DynoError } from '../../contract/errors.ts';
import type { TargetSet, TargetState } from '../../contract/target.ts';
import { EXIT } from '../exit-codes.ts';
import { jsonDocument } from '../output/schema.ts';
import { formatTable, printable } from '../output/table.ts';
import { formatTargetReport, targetWords } from '../output/target-report.ts';
import { wrap } from '../output/wrap.ts';
import { RUN_ARGUMENT } from './show.ts';
import type { Act, AddCommand, CommandHost } from './types.ts';

const HELP = `
A set of your own is a YAML file:
  name: mine
  targets:
    - p95 <= 500 ms
    - tokensPerSecond >= 50

Examples:
  dyno targets
  dyno targets show fast
  dyno targets check last --set fast
  dyno targets add mine.yaml

Exit codes: 0 done, or all that was measured passes; 1 a target is missed,
  2 no such set or run, or a set that cannot be read, 4 not enough samples, or
  nothing of the set was measured`;

const LARGEST_FILE = 100_000;

export const addTargets: AddCommand = (program, act) => {
  const targets = program
    .command('targets')
    .summary('hold runs against sets of targets')
    .description('Lists the sets of targets; its own commands show, check, add and remove one.')
    .addHelpText('after', HELP)
    .action((_options: object, command: Command) => act(command, list));
  addReaders(targets, act);
  addWriters(targets, act);
};

function addReaders(targets: Command, act: Act): void {
  targets
    .command('show')
    .description('Shows one set.')
    .argument('<name>', 'name of the set')
    .option('--yaml', 'as a file to begin a set of your own from')
    .action((name: string, { yaml }: { readonly yaml?: true }, command: Command) =>
      act(command, (host) => show(host, name, yaml === true)),
    );
  targets
    .command('check')
    .description('Holds a run against a set.')
    .argument('<run>', RUN_ARGUMENT)
    .requiredOption('--set <name>', 'name of the set')
    .option('--baseline <name>', 'a baseline for what compares with one')
    .action((run: string, options: { readonly set: string; readonly baseline?: string }, command: Command) =>
      act(command, (host) => check(host, run, options.set, options.baseline ?? null)),
    );
  targets
    .command('metrics')
    .description('Lists what a target can be set on.')
    .action((_options: object, command: Command) => act(command, metrics));
}

function addWriters(targets: Command, act: Act): void {
  targets
    .command('add')
    .description('Adds a set from a YAML file, or replaces the one of that name.')
    .argument('<file>', 'a YAML file')
    .action((file: string, _options: object, command: Command) =>
      act(command, async (host) => {
        const yaml = await readText(host.invocation.path(file));
        const set = await (await host.openCore()).api.saveTargets(yaml);
        if (host.json) host.terminal.data(jsonDocument({ set }));
        else host.terminal.say(`Added. Hold a run against it: dyno targets check last --set ${set.name}`);
        return EXIT.done;
      }),
    );
  targets
    .command('remove')
    .description('Removes a set of your own.')
    .argument('<name>', 'name of the set')
    .action((name: string, _options: object, command: Command) =>
      act(command, async (host) => {
        await (await host.openCore()).api.deleteTargets(name);
        if (host.json) host.terminal.data(jsonDocument({ removed: name }));
        else host.terminal.say(`Removed ${name}.`);
        return EXIT.done;
      }),
    );
}

async function list(host: CommandHost): Promise<number> {
  const sets = await (await host.openCore()).api.listTargets();
  if (host.json) {
    host.terminal.data(jsonDocument({ sets }));
    return EXIT.done;
  }
  const table = formatTable(
    [
      { title: 'set' },
      { title: '' },
      { title: 'targets', align: 'right' },
      { title: 'what for', shrinks: true },
    ],
    sets.map(({ name, builtIn, items, description }) => [
      name,
      builtIn ? 'built in' : 'own',
      String(items.length),
      printable(description),
    ]),
    80,
  );
  host.terminal.data([host.terminal.paint.dim(table.head), ...table.body].join('\n'));
  return EXIT.done;
}

async function show(host: CommandHost, name: string, yaml: boolean): Promise<number> {
  const { api } = await host.openCore();
  const text = await api.readTargets(name);
  if (yaml && !host.json) {
    host.terminal.data(text.trimEnd());
    return EXIT.done;
  }
  const set = (await api.listTargets()).find((known) => known.name === name);
  if (set === undefined) throw gone(name);
  host.terminal.data(host.json ? jsonDocument({ set, yaml: text }) : formatSet(set, host));
  return EXIT.done;
}

function formatSet(set: TargetSet, { terminal: { paint } }: CommandHost): string {
  const table = formatTable(
    [{ title: 'target', shrinks: true }, { title: '', align: 'right' }, { title: 'metric' }],
    set.items.map((item) => [item.label, targetWords(item), item.metric]),
    80,
  );
  return [
    `${paint.bold(printable(set.title))} ${paint.dim(`(${set.name}, ${set.builtIn ? 'built in' : 'your own'})`)}`,
    ...wrap(printable(set.description), 80),
    '',
    paint.dim(table.head),
    ...table.body,
  ].join('\n');
}

const CODES: Readonly<Record<TargetState, number>> = {
  pass: EXIT.done,
  fail: EXIT.gateFailed,
  'not-enough-samples': EXIT.notEnoughEvidence,
  'not-measured': EXIT.notEnoughEvidence,
};

async function check(
  host: CommandHost,
  reference: string,
  set: string,
  baseline: string | null,
): Promise<number> {
  const { api } = await host.openCore();
  const report = await api.checkTargets(reference, set, baseline);
  host.terminal.data(
    host.json ? jsonDocument({ ...report }) : `\n${formatTargetReport(report, host.terminal.paint)}\n`,
  );
  return CODES[report.state];
}

async function metrics(host: CommandHost): Promise<number> {
  const known = await (await host.openCore()).api.listTargetMetrics();
  const table = formatTable(
    [{ title: 'metric' }, { title: 'unit' }, { title: 'what it is', shrinks: true }],
    known.map(({ id, label, unit }) => [id, unit, label]),
    80,
  );
  host.terminal.data(
    host.json
      ? jsonDocument({ metrics: known })
      : [host.terminal.paint.dim(table.head), ...table.body].join('\n'),
  );
  return EXIT.done;
}

async function readText(path: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (thrown) {
    const missing = (thrown as NodeJS.ErrnoException).code === 'ENOENT';
    throw new DynoError(
      {
        code: missing ? 'FILE_NOT_FOUND' : 'FILE_NOT_READABLE',
        message: missing ? 'There is no such file.' : `The file cannot be read: ${(thrown as Error).message}`,
        subject: path,
        nextStep: missing ? 'Check the path.' : 'Check that it is a file and that you may read it.',
      },
      { cause: thrown },
    );
  }
  if (text.length <= LARGEST_FILE) return text;
  throw new DynoError({
    code: 'TARGETS_INVALID',
    message: 'The file is too large for a set of targets.',
    subject: path,
    nextStep: `Keep it under ${LARGEST_FILE / 1000} KB.`,
  });
}

function gone(name: string): DynoError {
  return new DynoError({
    code: 'TARGETS_NOT_FOUND',
    message: 'The set went while it was looked at.',
    subject: name,
    nextStep: 'See which there are with "dyno targets".',
  });
}
