import type { Command } from 'commander';
import type { QueryResult } from '../../../contract/trace.ts';
import { formatCount, formatDuration } from '../../../contract/units.ts';
import { EXIT } from '../../exit-codes.ts';
import { STOP_EXIT_CODES } from '../../host/stop-request.ts';
import { usage, wholeNumber } from '../../options.ts';
import { formatQuery, queryCsv } from '../../output/query-result.ts';
import { jsonDocument } from '../../output/schema.ts';
import type { Act, CommandHost } from '../types.ts';
import { openTrace, StoppedReading, type OpeningOptions } from './open-trace.ts';
import { addOpeningOptions, FILE_ARGUMENT } from './opening-options.ts';

interface QueryOptions extends OpeningOptions {
  readonly tables?: boolean;
  readonly csv?: boolean;
  readonly limit?: number;
}

const TABLES_SQL =
  "select table_name, group_concat(column_name, ', ') as columns, max(says) as holds from tables group by table_name order by min(rowid)";
/** More than a person reads; programs get more. */
const ROWS_SHOWN = 1000;
const ROWS_FOR_PROGRAMS = 1_000_000;

const HELP = `
One statement in SQLite's SQL that reads. Tables: spans, kernels, copies,
launches, operators, collectives, links, counters, details, tracks, devices,
facts, warnings; --tables lists their columns. Times are in microseconds from
the first start (samples or bytes where a profile has no time); id is the span's
own in all tables.

Examples:
  dyno trace query trace.json --tables
  dyno trace query trace.json "select name, count(*) n, sum(duration_us) us
    from kernels group by name order by us desc limit 10"
  dyno trace query trace.json "select operator, avg(launch_delay_us) delay
    from kernels group by operator" --csv > delays.csv
  dyno trace query trace.json "select * from warnings" --json | jq .rows

Exit codes: 0 done, 2 a file that is no trace or a statement that cannot be
  answered, 3 the process that answers failed, 130 stopped by Ctrl-C`;

export function addTraceQuery(trace: Command, act: Act): void {
  const command = trace
    .command('query')
    .summary('SQL over a trace')
    .description('Asks a trace in SQL.')
    .argument('<file>', FILE_ARGUMENT)
    .argument('[sql]', 'one statement that reads; .tables lists what there is')
    .option('--tables', 'the tables and their columns')
    .option('--csv', 'print CSV')
    .option('--limit <n>', 'rows at most', wholeNumber('--limit', 1, ROWS_FOR_PROGRAMS));
  addOpeningOptions(command)
    .addHelpText('after', HELP)
    .action((file: string, sql: string | undefined, options: QueryOptions, self: Command) =>
      act(self, (host) => query(host, file, sql, options), { stopsItself: true }),
    );
}

async function query(
  host: CommandHost,
  file: string,
  sql: string | undefined,
  options: QueryOptions,
): Promise<number> {
  const wantsTables = options.tables === true || sql?.trim() === '.tables';
  if (sql === undefined && !wantsTables) throw noQuestion(host);
  const core = await host.openCore();
  try {
    const { id } = await openTrace(host, core, file, options);
    const most = options.limit ?? (host.json || options.csv === true ? ROWS_FOR_PROGRAMS : ROWS_SHOWN);
    const asking = core.api.queryTrace(id, wantsTables ? TABLES_SQL : (sql as string), most);
    const answer = await Promise.race([asking, host.stop.asked]);
    if (typeof answer === 'string') {
      asking.catch(() => undefined);
      return STOP_EXIT_CODES[answer];
    }
    print(host, answer, options.csv === true, wantsTables);
    return EXIT.done;
  } catch (thrown) {
    if (thrown instanceof StoppedReading) return thrown.exitCode;
    throw thrown;
  }
}

function print({ terminal, json }: CommandHost, result: QueryResult, csv: boolean, isTables: boolean): void {
  if (json) return terminal.data(jsonDocument({ ...result }));
  if (csv) terminal.data(queryCsv(result));
  else terminal.data(formatQuery(result, isTables, terminal.columns, terminal.paint));
  const count = `${formatCount(result.rows.length)} ${result.rows.length === 1 ? 'row' : 'rows'}`;
  const { dim, yellow } = terminal.paintErrors;
  if (result.isTruncated) terminal.say(yellow(`The first ${count} only: --limit gives more.`));
  else if (!csv) terminal.say(dim(`${count} in ${formatDuration(result.tookMs)}.`));
}

function noQuestion({ invocation }: CommandHost): Error {
  return usage(
    'There is no statement.',
    'trace query',
    `Write one, as in ${invocation.command} trace query FILE "select count(*) from spans", or --tables.`,
  );
}
