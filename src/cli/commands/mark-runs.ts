import type { Command } from 'commander';
import { DynoError } from '../../contract/errors.ts';
import type { RunEdit } from '../../contract/run-list.ts';
import { formatCount } from '../../contract/units.ts';
import { parseFilter } from '../../core/analysis/run-list/parse-filter.ts';
import { EXIT } from '../exit-codes.ts';
import { many, text, usage } from '../options.ts';
import { jsonDocument } from '../output/schema.ts';
import { printable } from '../output/table.ts';
import { readRunTable } from './read-run-table.ts';
import { findRows } from './runs.ts';
import { RUN_ARGUMENT } from './show.ts';
import type { AddCommand, CommandHost } from './types.ts';

const EXITS = '\nExit codes: 0 done, 2 there is no such run or nothing fits';
const FILTER = 'every run that fits; see: dyno runs --help';

interface Chosen {
  readonly filter?: string;
}

export const addTag: AddCommand = (program, act) => {
  program
    .command('tag')
    .summary('give runs tags, or take tags off')
    .description('Gives runs tags, or takes tags off, any number of runs at once.')
    .argument('[run...]', RUN_ARGUMENT)
    .option('--add <tag>', 'a tag to give; again for more', many(text('--add', 60)))
    .option('--remove <tag>', 'a tag to take off; again for more', many(text('--remove', 60)))
    .option('--filter <filter>', FILTER)
    .addHelpText(
      'after',
      `\nExamples:\n  dyno tag last --add release\n  dyno tag --filter 'model:resnet after:7d' --add nightly --remove draft\n${EXITS}`,
    )
    .action(
      (
        runs: readonly string[],
        options: Chosen & { readonly add?: readonly string[]; readonly remove?: readonly string[] },
        command: Command,
      ) =>
        act(command, (host) => {
          const { add = [], remove = [] } = options;
          if (add.length + remove.length === 0) {
            throw usage('No tag was named.', '--add', 'Write --add nightly, or --remove nightly.');
          }
          const words = [...add.map((tag) => `+${tag}`), ...remove.map((tag) => `-${tag}`)].join(' ');
          return edit(host, runs, options, { addTags: add, removeTags: remove }, `Tags ${printable(words)}`);
        }),
    );
};

export const addArchive: AddCommand = (program, act) => {
  program
    .command('archive')
    .summary('put runs out of the lists, and back')
    .description('Archived runs stay whole, but out of the lists until they are asked for.')
    .argument('[run...]', RUN_ARGUMENT)
    .option('--filter <filter>', FILTER)
    .option('--undo', 'back into the lists')
    .addHelpText(
      'after',
      `\nExamples:\n  dyno archive last~1 last~2\n  dyno archive --filter 'before:2026-01 -is:pinned'\n${EXITS}`,
    )
    .action((runs: readonly string[], options: Chosen & { readonly undo?: true }, command: Command) =>
      act(command, (host) => {
        const archived = options.undo !== true;
        return edit(host, runs, options, { archived }, archived ? 'Archived' : 'Back in the lists');
      }),
    );
};

export const addPin: AddCommand = (program, act) => {
  program
    .command('pin')
    .summary('keep runs whatever is cleared away')
    .description('Pinned runs are kept whatever their age when old ones are cleared away.')
    .argument('[run...]', RUN_ARGUMENT)
    .option('--filter <filter>', FILTER)
    .option('--undo', 'pinned no longer')
    .addHelpText('after', `\nExamples:\n  dyno pin last\n  dyno pin --filter tag=release\n${EXITS}`)
    .action((runs: readonly string[], options: Chosen & { readonly undo?: true }, command: Command) =>
      act(command, (host) => {
        const pinned = options.undo !== true;
        return edit(host, runs, options, { pinned }, pinned ? 'Pinned' : 'No longer pinned');
      }),
    );
};

async function edit(
  host: CommandHost,
  references: readonly string[],
  { filter }: Chosen,
  change: RunEdit,
  done: string,
): Promise<number> {
  const { terminal, json } = host;
  const ids = await choose(host, references, filter);
  const { api } = await host.openCore();
  await api.editRuns(ids, change);
  if (json) terminal.data(jsonDocument({ edited: ids }));
  else terminal.say(`${done}: ${formatCount(ids.length)} ${ids.length === 1 ? 'run' : 'runs'}.`);
  return EXIT.done;
}

/** All are found before any is touched: a typing error changes nothing. */
async function choose(
  host: CommandHost,
  references: readonly string[],
  filter: string | undefined,
): Promise<readonly string[]> {
  const { api } = await host.openCore();
  if (references.length === 0 && filter === undefined) {
    throw usage(
      'No run was named.',
      'run',
      'Name runs, as in last, or say --filter with what they have in common.',
    );
  }
  const named = await Promise.all(references.map((reference) => api.getRun(reference)));
  const ids = named.map(({ id }) => id);
  if (filter !== undefined) {
    const { terms, problems } = parseFilter(filter, Date.now());
    // A list may show too much; what changes runs must be meant as it is typed.
    if (problems.length > 0 || terms.length === 0) {
      throw usage(
        problems.join(' ') || 'The filter is empty.',
        '--filter',
        'See what it takes: dyno runs --help.',
      );
    }
    const table = await readRunTable(api);
    for (const row of findRows(table, filter, { sort: 'when', archived: true })) ids.push(table.idAt(row));
  }
  if (ids.length === 0) {
    throw new DynoError({
      code: 'RUN_NOT_FOUND',
      message: `No run fits "${filter ?? ''}".`,
      subject: '--filter',
      nextStep: 'Look first: dyno runs with the same filter.',
    });
  }
  return [...new Set(ids)];
}
