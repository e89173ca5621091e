import type { Command } from 'commander';
import type { Core } from '../../core/index.ts';
import type { PrunePlan, UpkeepProgress } from '../../contract/upkeep.ts';
import { formatBytes, formatCount, formatDuration } from '../../contract/units.ts';
import { EXIT } from '../exit-codes.ts';
import { usage, wholeNumber } from '../options.ts';
import { backupLine, checkLines, planLines, stateLines } from '../output/upkeep-report.ts';
import { jsonDocument } from '../output/schema.ts';
import type { AddCommand, CommandHost } from './types.ts';

const HELP = `
Examples:
  dyno db                          how large it is, and when it was backed up
  dyno db backup                   into the data folder, the newest 4 are kept
  dyno db backup /mnt/usb/runs.db  into a file of your own
  dyno db restore last             everything as in the newest backup
  dyno db check                    look through all of it
  dyno db prune --months 6         runs older than that into the bin
  dyno db compact                  free space back to the disk

Exit codes: 0 done, 1 the check found faults, 2 refused or not there,
  3 the disk is full or failed`;

interface PruneOptions {
  readonly months?: number;
  readonly forGood?: boolean;
  readonly yes?: boolean;
  readonly undo?: boolean;
}

export const addDb: AddCommand = (program, act) => {
  const db = program
    .command('db')
    .summary('look after the store: backup, restore, check, prune, compact')
    .description('Shows the state of the store; its own commands look after it.')
    .addHelpText('after', HELP)
    .action((_options: object, command: Command) => act(command, state));
  db.command('backup')
    .summary('copy the store while it is in use')
    .description('Copies the store while it is in use, and looks whether the copy holds together.')
    .argument('[file]', 'a new file or a folder, instead of the data folder')
    .addHelpText('after', '\nExamples:\n  dyno db backup\n  dyno db backup /mnt/usb\n')
    .action((file: string | undefined, _options: object, command: Command) =>
      act(command, (host) => backup(host, file)),
    );
  db.command('restore')
    .summary('put a backup in the place of the store')
    .description(
      'Makes everything as a backup has it, also where other programs have the store open. What is there now is kept as a backup first.',
    )
    .argument('<backup>', 'a file, or "last" for the newest one that Dyno has made')
    .option('--yes', 'do not ask')
    .addHelpText('after', '\nExamples:\n  dyno db restore last\n  dyno db restore /mnt/usb/runs.db --yes\n')
    .action((from: string, options: { yes?: boolean }, command: Command) =>
      act(command, (host) => restore(host, from, options.yes === true)),
    );
  db.command('check')
    .summary('look through all of the store')
    .description('Checks every page, every index and every run; mends what can be worked out from the rest.')
    .addHelpText('after', '\nExamples:\n  dyno db check\n  dyno db check --json | jq .check.findings\n')
    .action((_options: object, command: Command) => act(command, check));
  db.command('prune')
    .summary('move old runs to the bin')
    .description(
      'Moves runs older than the settings say (12 months at first) to the bin, for 30 days. Baselines, pinned and tagged runs and the sides of comparisons stay. Shows what it would do, and asks.',
    )
    .option('--months <n>', 'older than so many months', wholeNumber('--months', 1, 1200))
    .option('--for-good', 'remove them at once, and what has been in the bin for 30 days')
    .option('--yes', 'do not ask')
    .option('--undo', 'bring back what was moved last')
    .addHelpText(
      'after',
      '\nExamples:\n  dyno db prune\n  dyno db prune --months 6 --yes\n  dyno db prune --undo\n',
    )
    .action((options: PruneOptions, command: Command) => act(command, (host) => prune(host, options)));
  db.command('compact')
    .summary('give free space back to the disk')
    .description('Gives the space of removed runs back to the disk.')
    .addHelpText('after', '\nExamples:\n  dyno db compact\n')
    .action((_options: object, command: Command) => act(command, compact));
};

async function state({ openCore, terminal, json, invocation }: CommandHost): Promise<number> {
  const { api } = await openCore();
  const upkeep = await api.upkeep();
  if (json) terminal.data(jsonDocument({ upkeep }));
  else terminal.data(stateLines(upkeep, Date.now(), invocation.command).join('\n'));
  return EXIT.done;
}

async function backup(host: CommandHost, file: string | undefined): Promise<number> {
  const { terminal, json, invocation } = host;
  const made = await following(host, ({ api }) =>
    file === undefined ? api.backupStore() : api.backupStore(invocation.path(file)),
  );
  if (json) terminal.data(jsonDocument({ backup: made }));
  else terminal.data(backupLine(made));
  return EXIT.done;
}

async function restore(host: CommandHost, from: string, yes: boolean): Promise<number> {
  const { terminal, json, invocation, askYesNo } = host;
  const { api } = await host.openCore();
  const path = from === 'last' ? await newest(api) : invocation.path(from);
  if (!yes) {
    const { runs } = await api.upkeep();
    const agreed = await askYesNo(
      `Put ${path} in the place of the store with its ${formatCount(runs)} runs? They are kept as a backup first.`,
    );
    if (agreed === null) throw needsYes('restore');
    if (!agreed) return EXIT.done;
  }
  const report = await following(host, (core) => core.api.restoreStore(path));
  if (json) terminal.data(jsonDocument({ restored: report }));
  else {
    terminal.data(`Restored ${formatCount(report.runs)} runs in ${formatDuration(report.tookMs)}.`);
    terminal.say(`To undo it: ${invocation.command} db restore ${report.before.path}`);
  }
  return EXIT.done;
}

async function newest(api: Core['api']): Promise<string> {
  const { backups } = await api.upkeep();
  const [found] = backups.filter(({ reason }) => reason !== 'before-restore');
  if (found !== undefined) return found.path;
  throw usage('There is no backup yet.', 'last', 'Name a file, or make one with dyno db backup.');
}

async function check(host: CommandHost): Promise<number> {
  const found = await following(host, ({ api }) => api.checkStore());
  if (host.json) host.terminal.data(jsonDocument({ check: found }));
  else host.terminal.data(checkLines(found).join('\n'));
  return found.ok ? EXIT.done : EXIT.gateFailed;
}

async function prune(host: CommandHost, options: PruneOptions): Promise<number> {
  const { terminal, json, invocation } = host;
  const { api } = await host.openCore();
  if (options.undo === true) return undo(host);
  const request = {
    ...(options.months !== undefined && { keepMonths: options.months }),
    ...(options.forGood === true && { forGood: true }),
  };
  const plan = await api.planPrune(request);
  // Rows that belong to no run any more go with it, whether or not a run does.
  const nothing = plan.runIds.length === 0 && options.forGood !== true;
  if (!json) terminal.say(planLines(plan, options.forGood === true).join('\n'));
  if (nothing || !(await agreed(host, plan, options))) {
    if (json) terminal.data(jsonDocument({ plan, pruned: null }));
    return EXIT.done;
  }
  const report = await following(host, () => api.pruneStore(request));
  if (json) {
    terminal.data(jsonDocument({ plan, pruned: report }));
  } else if (options.forGood === true) {
    terminal.data(
      `Removed ${formatCount(report.removed)} runs; ${formatBytes(report.freedBytes)} became free.`,
    );
    terminal.say(`To give it back to the disk: ${invocation.command} db compact`);
  } else {
    terminal.data(`Moved ${formatCount(report.movedToBin)} runs to the bin, where they stay for 30 days.`);
    terminal.say(`To bring them back: ${invocation.command} db prune --undo`);
  }
  return EXIT.done;
}

async function agreed(host: CommandHost, plan: PrunePlan, options: PruneOptions): Promise<boolean> {
  if (options.yes === true) return true;
  // A program that reads the plan has not said yes by asking for it.
  if (host.json) return false;
  const answer = await host.askYesNo(question(plan, options.forGood === true));
  if (answer === null) throw needsYes('prune');
  return answer;
}

function question({ runIds, binned }: PrunePlan, forGood: boolean): string {
  if (!forGood) return `Move ${formatCount(runIds.length)} runs to the bin?`;
  const runs = runIds.length + binned;
  return runs > 0
    ? `Remove ${formatCount(runs)} runs for good?`
    : 'No run is to go. Remove rows that belong to no run any more?';
}

async function undo({ openCore, terminal, json }: CommandHost): Promise<number> {
  const { api } = await openCore();
  const runIds = (await api.upkeep()).lastMoved?.runIds ?? [];
  await api.restoreRuns(runIds);
  if (json) terminal.data(jsonDocument({ restored: runIds }));
  else
    terminal.data(
      runIds.length === 0 ? 'Nothing to bring back.' : `Brought ${formatCount(runIds.length)} runs back.`,
    );
  return EXIT.done;
}

async function compact(host: CommandHost): Promise<number> {
  const sizes = await following(host, ({ api }) => api.compactStore());
  if (host.json) host.terminal.data(jsonDocument({ compacted: sizes }));
  else {
    const { beforeBytes, afterBytes } = sizes;
    host.terminal.data(
      `The store takes ${formatBytes(afterBytes)}; before, it took ${formatBytes(beforeBytes)}.`,
    );
  }
  return EXIT.done;
}

async function following<Result>(host: CommandHost, work: (core: Core) => Promise<Result>): Promise<Result> {
  const core = await host.openCore();
  const { terminal } = host;
  const unfollow = core.upkeep.follow(({ share, text }: UpkeepProgress) => {
    if (text === '') return;
    terminal.redraw(share === null ? `${text} …` : `${text} · ${Math.floor(share * 100)} %`);
  });
  try {
    return await work(core);
  } finally {
    unfollow();
    terminal.redraw('');
  }
}

function needsYes(command: string) {
  return usage(
    `Nobody is there to say yes to "dyno db ${command}".`,
    '--yes',
    'Look at what it would do, then add --yes.',
  );
}
