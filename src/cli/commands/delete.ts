import type { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import { jsonDocument } from '../output/schema.ts';
import { RUN_ARGUMENT } from './show.ts';
import type { AddCommand } from './types.ts';

export const addDelete: AddCommand = (program, act) => {
  program
    .command('delete')
    .summary('move runs to the bin')
    .description('Moves runs to the bin, from which restore brings them back for 30 days.')
    .argument('<run...>', RUN_ARGUMENT)
    .addHelpText('after', '\nExamples:\n  dyno delete last\n\nExit codes: 0 done, 2 there is no such run')
    .action((references: readonly string[], _options: object, command: Command) =>
      act(command, async ({ openCore, terminal, json, invocation }) => {
        const { api } = await openCore();
        // All are found before any is moved: a typing error deletes nothing.
        const found = await Promise.all(references.map((reference) => api.getRun(reference)));
        const ids = [...new Set(found.map((run) => run.id))];
        await api.deleteRuns(ids);
        if (json) terminal.data(jsonDocument({ deleted: ids }));
        else terminal.say(`In the bin. Bring back: ${invocation.command} restore ${ids.join(' ')}`);
        return EXIT.done;
      }),
    );
};

export const addRestore: AddCommand = (program, act) => {
  program
    .command('restore')
    .summary('bring runs back from the bin')
    .description('Brings deleted runs back.')
    .argument('<id...>', 'whole ids, as delete printed them')
    .addHelpText(
      'after',
      '\nExamples:\n  dyno restore 01J9ZK3V\n\nExit codes: 0 done, 2 there is no such run',
    )
    .action((ids: readonly string[], _options: object, command: Command) =>
      act(command, async ({ openCore, terminal, json }) => {
        const { api } = await openCore();
        await api.restoreRuns(ids);
        await Promise.all(ids.map((id) => api.getRun(id)));
        if (json) terminal.data(jsonDocument({ restored: ids }));
        else terminal.say(`Back among the runs: ${ids.join(' ')}`);
        return EXIT.done;
      }),
    );
};
