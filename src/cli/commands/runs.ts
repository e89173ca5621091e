import { Option, type Command } from 'commander';
import { RUN_GROUPINGS, type RunFacts, type RunGrouping } from '../../contract/run-list.ts';
import { formatCount, formatDuration } from '../../contract/units.ts';
import { factsAt } from '../../core/analysis/run-list/pack-runs.ts';
import { parseFilter } from '../../core/analysis/run-list/parse-filter.ts';
import { RUN_COLUMN_IDS, runColumn, type RunColumnId } from '../../core/analysis/run-list/run-columns.ts';
import { shapeWords } from '../../core/analysis/run-list/run-search.ts';
import { keepFitting, type RunTable } from '../../core/analysis/run-list/run-table.ts';
import { EXIT } from '../exit-codes.ts';
import { many, oneOf, text, wholeNumber } from '../options.ts';
import { dateTime } from '../output/date-time.ts';
import { runDocument } from '../output/run-document.ts';
import { statusWord } from '../output/run-report.ts';
import { jsonDocument } from '../output/schema.ts';
import { ellipsize, formatTable, printable, type Column } from '../output/table.ts';
import { FILTER_HELP } from './filter-help.ts';
import { readRunTable } from './read-run-table.ts';
import type { AddCommand, CommandHost } from './types.ts';

const HELP = `
${FILTER_HELP}
Examples:
  dyno runs
  dyno runs encoder --limit 5
  dyno runs 'model:resnet p50<5ms after:7d' --sort p50
  dyno runs --group model --tag nightly
  dyno runs -- -crashed
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

interface RunsOptions {
  readonly limit: number;
  readonly sort: RunColumnId;
  readonly reverse?: true;
  readonly group: RunGrouping;
  readonly archived?: true;
  readonly onlyArchived?: true;
  readonly tag?: readonly string[];
}

export const addRuns: AddCommand = (program, act) => {
  program
    .command('runs')
    .summary('list stored runs, newest first')
    .description('Lists stored runs, newest first, as the Runs page does.')
    .argument('[filter...]', 'only runs that fit: words in any field, field:value, p50<5ms')
    .option('--limit <n>', 'at most so many', wholeNumber('--limit', 1, 1_000_000), 20)
    .addOption(
      new Option('--sort <column>', 'the order: name, p50, memory, version …')
        .argParser(oneOf('--sort', RUN_COLUMN_IDS))
        .default('when'),
    )
    .option('--reverse', 'the other way round')
    .addOption(
      new Option('--group <by>', RUN_GROUPINGS.join(', '))
        .argParser(oneOf('--group', RUN_GROUPINGS))
        .default('none'),
    )
    .option('--tag <tag>', 'only with this tag; again for more', many(text('--tag', 60)))
    .option('--archived', 'archived ones as well')
    .option('--only-archived', 'only archived ones')
    .addHelpText('after', HELP)
    .action((filter: readonly string[], options: RunsOptions, command: Command) =>
      act(command, (host) => runs(host, filter.join(' '), options)),
    );
};

async function runs(host: CommandHost, typed: string, options: RunsOptions): Promise<number> {
  const { api } = await host.openCore();
  const { terminal } = host;
  const table = await readRunTable(api);
  const filter = parseFilter(typed, Date.now());
  for (const problem of filter.problems) terminal.say(problem);
  const rows = findRows(table, typed, options);
  const shown = rows.subarray(0, options.limit);
  if (host.json) await printDocument(host, table, rows.length, shown, options);
  else if (rows.length === 0) sayNothing(host, table, typed, options);
  else {
    printTables(host, table, shown, options);
    if (shown.length < rows.length) {
      terminal.say(`${formatCount(shown.length)} of ${formatCount(rows.length)}; --limit shows more.`);
    }
  }
  return EXIT.done;
}

/** Rows that fit, in order. */
export function findRows(
  table: RunTable,
  typed: string,
  options: Omit<RunsOptions, 'limit' | 'group'>,
): Uint32Array {
  const archived = options.onlyArchived ? 'only' : options.archived ? 'shown' : 'hidden';
  const fits = table.match(parseFilter(typed, Date.now()), archived);
  const tags = options.tag ?? [];
  const { texts, tagsFrom, tagTexts } = table.columns;
  for (let row = 0; tags.length > 0 && row < fits.length; row += 1) {
    const own = Array.from(tagTexts.subarray(tagsFrom[row], tagsFrom[row + 1]), (tag) => texts[tag]);
    if (!tags.every((tag) => own.includes(tag))) fits[row] = 0;
  }
  const { largestFirst } = runColumn(options.sort);
  return keepFitting(table.sorted(options.sort, options.reverse ? !largestFirst : largestFirst), fits);
}

function printTables(
  { terminal }: CommandHost,
  table: RunTable,
  shown: Uint32Array,
  { group }: RunsOptions,
): void {
  const facts = Array.from(shown, (row) => factsAt(table.columns, row));
  // One table, parted by headings: the columns of all groups stand below each other.
  const { head, body } = formatTable(COLUMNS, facts.map(line), terminal.columns);
  const lineOf = new Map(Array.from(shown, (row, index) => [row, index]));
  const print = (row: number): void => {
    const index = lineOf.get(row) as number;
    const text = body[index] as string;
    const { status } = facts[index] as RunFacts;
    terminal.data(text.slice(0, text.length - status.length) + statusWord({ status }, terminal.paint));
  };
  if (group === 'none') {
    terminal.data(terminal.paint.dim(head));
    for (const row of shown) print(row);
    return;
  }
  for (const { title, detail, rows, bestMs } of table.grouped(shown, group)) {
    const best = bestMs === null ? '' : `best ${formatDuration(bestMs)}`;
    const count = `${formatCount(rows.length)} ${rows.length === 1 ? 'run' : 'runs'}`;
    const words = [detail, count, best].filter((part) => part !== '').join(' · ');
    const room = Math.max(10, terminal.columns - words.length - 2);
    terminal.data(`${terminal.paint.bold(ellipsize(printable(title), room))}  ${printable(words)}`);
    for (const row of rows) print(row);
  }
}

function sayNothing(
  { terminal, invocation }: CommandHost,
  table: RunTable,
  typed: string,
  options: RunsOptions,
): void {
  if (table.columns.rows === 0) {
    terminal.say(`No runs yet. Make one: ${invocation.command} bench demo:encoder-tiny`);
    return;
  }
  const archived = findRows(table, typed, { ...options, archived: true }).length;
  const hint =
    archived === 0 || options.onlyArchived
      ? ''
      : ` ${formatCount(archived)} archived: --archived shows them.`;
  const words = [typed, ...(options.tag ?? []).map((tag) => `--tag ${tag}`)]
    .filter((part) => part !== '')
    .join(' ');
  const what =
    words === '' ? 'No run is in this list.' : `No run fits "${ellipsize(printable(words), 200)}".`;
  terminal.say(what + hint);
}

async function printDocument(
  { openCore, terminal }: CommandHost,
  table: RunTable,
  matched: number,
  shown: Uint32Array,
  { group }: RunsOptions,
): Promise<void> {
  const { api } = await openCore();
  const documents: unknown[] = [];
  for (const row of shown) documents.push(runDocument(await api.getRun(table.idAt(row))));
  const groups =
    group === 'none'
      ? {}
      : {
          groups: table.grouped(shown, group).map(({ title, detail, rows, bestMs }) => ({
            title,
            detail,
            bestMs,
            runs: Array.from(rows, (row) => table.idAt(row)),
          })),
        };
  terminal.data(jsonDocument({ matched, runs: documents, ...groups }));
}

function line(run: RunFacts): string[] {
  return [
    run.id,
    // A name of a megabyte would be measured as a whole, only to be cut.
    printable(run.model.slice(0, 200)),
    run.isSimulated ? 'simulated' : run.provider,
    shapeWords(run.batch, run.sequence).replaceAll(' ', ''),
    formatDuration(run.p50Ms),
    formatDuration(run.p99Ms),
    dateTime(run.createdAt),
    run.status,
  ];
}
