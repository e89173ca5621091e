import type { Command } from 'commander';
import type { Run } from '../../contract/run.ts';
import { formatDuration } from '../../contract/units.ts';
import { EXIT } from '../exit-codes.ts';
import { wholeNumber } from '../options.ts';
import { dateTime } from '../output/date-time.ts';
import { runDocument } from '../output/run-document.ts';
import { statusWord } from '../output/run-report.ts';
import { jsonDocument } from '../output/schema.ts';
import { formatTable, printable, type Column } from '../output/table.ts';
import type { AddCommand, CommandHost } from './types.ts';

const HELP = `
Examples:
  dyno runs
  dyno runs encoder --limit 5
  dyno runs --json | jq '.runs[].latencyMs.p50'

Exit codes: 0 done, 2 the store cannot be read`;

const COLUMNS: readonly Column[] = [
  { title: 'run' },
  { title: 'model', shrinks: true },
  { title: 'on' },
  { title: 'batch', align: 'right' },
  { title: 'p50', align: 'right' },
  { title: 'p99', align: 'right' },
  { title: 'when' },
  { title: '' },
];

export const addRuns: AddCommand = (program, act) => {
  program
    .command('runs')
    .summary('list stored runs, newest first')
    .description('Lists stored runs, newest first.')
    .argument('[text]', 'only runs whose model, name or tag holds this')
    .option('--limit <n>', 'at most so many', wholeNumber('--limit', 1, 100_000), 20)
    .addHelpText('after', HELP)
    .action((text: string | undefined, options: { limit: number }, command: Command) =>
      act(command, (host) => runs(host, text, options.limit)),
    );
};

async function runs(host: CommandHost, text: string | undefined, limit: number): Promise<number> {
  const { api } = await host.openCore();
  const found = await api.listRuns({ limit, ...(text === undefined ? {} : { text }) });
  const { terminal, invocation } = host;
  if (host.json) {
    terminal.data(jsonDocument({ runs: found.map((run) => runDocument(run)) }));
  } else if (found.length === 0) {
    const start = `${invocation.command} bench demo:encoder-tiny`;
    terminal.say(
      text === undefined ? `No runs yet. Make one: ${start}` : `No run holds "${printable(text)}".`,
    );
  } else {
    const table = formatTable(COLUMNS, found.map(row), terminal.columns);
    terminal.data(terminal.paint.dim(table.head));
    found.forEach((run, index) => {
      const line = table.body[index] as string;
      terminal.data(line.slice(0, line.length - run.status.length) + statusWord(run, terminal.paint));
    });
  }
  return EXIT.done;
}

function row(run: Run): string[] {
  return [
    run.id,
    printable(run.model.name),
    run.config.executor === null ? run.config.provider : 'simulated',
    run.config.sequence === null ? String(run.config.batch) : `${run.config.batch}×${run.config.sequence}`,
    formatDuration(run.latencyMs?.p50),
    formatDuration(run.latencyMs?.p99),
    dateTime(run.createdAt),
    run.status,
  ];
}
