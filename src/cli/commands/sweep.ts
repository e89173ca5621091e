import type { Command } from 'commander';
import type { LevelName } from '../../contract/level.ts';
import type { Provider } from '../../contract/run.ts';
import type { Sweep, SweepRequest } from '../../contract/sweep.ts';
import { listOf, numbersOf } from '../axis-options.ts';
import { EXIT } from '../exit-codes.ts';
import { STOP_EXIT_CODES, type StopCause } from '../host/stop-request.ts';
import { duration, executor, level, many, modelRef, provider, text, usage, wholeNumber } from '../options.ts';
import { dateTime } from '../output/date-time.ts';
import { jsonDocument } from '../output/schema.ts';
import { createSweepProgress } from '../output/sweep-progress.ts';
import { formatSweep } from '../output/sweep-report.ts';
import { formatTable, printable } from '../output/table.ts';
import { followSweep } from './follow-sweep.ts';
import type { AddCommand, CommandHost } from './types.ts';

interface SweepOptions {
  readonly batch?: readonly number[];
  readonly seq?: readonly number[];
  readonly level?: readonly LevelName[];
  readonly provider?: readonly Provider[];
  readonly threads?: readonly number[];
  readonly model?: readonly string[];
  readonly iterations?: number;
  readonly duration?: number;
  readonly warmup?: number;
  readonly executor?: string;
  readonly name?: string;
  readonly tag?: readonly string[];
  readonly yes?: boolean;
  readonly list?: boolean;
}

const HELP = `
Every combination is a run of its own, measured one after the other, the cheap
ones first. Numbers may be ranges that double: 1..16 is 1,2,4,8,16. What cannot
fit or run here is skipped, with the reason. Without a count or a level: at most
30 s for each.

Examples:
  dyno sweep demo:encoder-tiny --batch 1..16 --seq 128,256
  dyno sweep model.onnx --provider cpu,webgpu --batch 1,8 --duration 5
  dyno sweep a.onnx --model b.onnx --level basic,advanced,expert
  dyno sweep --list
  dyno sweep show last --json
  dyno sweep resume last

Exit codes: 0 done, 2 bad input or nothing of it can run, 3 a cell failed,
  130 stopped by Ctrl-C (what was measured is stored)`;

const SWEEP_ARGUMENT = 'id, the beginning of one, name, or "last"';

export const addSweep: AddCommand = (program, act) => {
  const sweep = program
    .command('sweep')
    .summary('measure a model over batch, sequence, level, provider and threads')
    .description('Measures every combination of what is listed, and tells how time and memory grow.')
    .argument('[model]', 'path of an ONNX file, or a demo model')
    .option('-b, --batch <list>', 'batch sizes: 1,4,8 or 1..16', numbers('--batch', 2 ** 31 - 1))
    .option('-s, --seq <list>', 'sequence lengths', numbers('--seq', 2 ** 31 - 1))
    .option('-l, --level <list>', 'levels: basic,advanced', listOf(level))
    .option('-p, --provider <list>', 'cpu,webgpu,cuda', listOf(provider))
    .option('-t, --threads <list>', 'threads inside an operator', numbers('--threads', 1024))
    .option('--model <model>', 'another model beside the first (repeatable)', many(text('--model', 4096)))
    .option('-n, --iterations <n>', 'of each cell', wholeNumber('--iterations', 1, 50_000_000))
    .option('-d, --duration <seconds>', 'time budget of each cell', duration('--duration'))
    .option('-w, --warmup <n>', 'of each cell', wholeNumber('--warmup', 0, 50_000_000))
    .option('--executor <fake:SPEC>', 'draw the times instead of measuring them', executor)
    .option('--name <text>', 'what to call the sweep', text('--name', 200))
    .option('--tag <tag>', 'mark its runs (repeatable)', many(text('--tag', 60)))
    .option('-y, --yes', 'measure also what would take more than a day')
    .option('--list', 'list stored sweeps, newest first')
    .addHelpText('after', HELP)
    .action((model: string | undefined, options: SweepOptions, command: Command) =>
      act(command, (host) => start(host, model, options), { stopsItself: true }),
    );
  sweep
    .command('show')
    .description('Prints a stored sweep.')
    .argument('<sweep>', SWEEP_ARGUMENT)
    .action((reference: string, _options: object, command: Command) =>
      act(command, async (host) => {
        const { api } = await host.openCore();
        print(host, await api.getSweep(reference));
        return EXIT.done;
      }),
    );
  sweep
    .command('resume')
    .description('Measures what a sweep has left: after Ctrl-C, or after the program died.')
    .argument('<sweep>', SWEEP_ARGUMENT)
    .action((reference: string, _options: object, command: Command) =>
      act(command, (host) => measure(host, (api) => api.resumeSweep(reference)), { stopsItself: true }),
    );
};

function numbers(option: string, most: number): (text: string) => readonly number[] {
  return numbersOf(option, wholeNumber(option, 1, most));
}

async function start(host: CommandHost, model: string | undefined, options: SweepOptions): Promise<number> {
  if (options.list === true) return list(host);
  if (model === undefined) {
    throw usage('No model was named.', 'model', 'Write dyno sweep model.onnx --batch 1..16, or --list.');
  }
  const request = sweepRequest(host, model, options);
  return measure(host, (api) => api.startSweep(request));
}

function sweepRequest(host: CommandHost, model: string, options: SweepOptions): SweepRequest {
  const { path, folder } = host.invocation;
  const ref = modelRef(model, path);
  const others = (options.model ?? []).map((other) => modelRef(other, path));
  return {
    base: {
      model: ref,
      workingFolder: folder,
      ...(options.iterations !== undefined && { iterations: options.iterations }),
      ...(options.duration !== undefined && { durationMs: options.duration }),
      ...(options.warmup !== undefined && { warmup: options.warmup }),
      ...(options.executor !== undefined && { executor: options.executor }),
      ...(options.yes === true && { longAgreed: true }),
    },
    axes: {
      ...(others.length > 0 && { model: [ref, ...others] }),
      ...(options.level !== undefined && { level: options.level }),
      ...(options.batch !== undefined && { batch: options.batch }),
      ...(options.seq !== undefined && { sequence: options.seq }),
      ...(options.provider !== undefined && { provider: options.provider }),
      ...(options.threads !== undefined && { threads: options.threads }),
    },
    ...(options.name !== undefined && { name: options.name }),
    ...(options.tag !== undefined && { tags: options.tag }),
  };
}

type SweepApiOf = Awaited<ReturnType<CommandHost['openCore']>>['api'];

async function measure(host: CommandHost, begin: (api: SweepApiOf) => Promise<Sweep>): Promise<number> {
  const core = await host.openCore();
  if (host.stop.cause !== null) return STOP_EXIT_CODES[host.stop.cause];
  const progress = createSweepProgress(host.terminal);
  const sweep = await followSweep(
    core,
    () => begin(core.api),
    host.stop.asked,
    (step) => progress.show(step),
  );
  progress.clear();
  print(host, sweep);
  if (!host.json) host.terminal.say(host.terminal.paintErrors.dim(nextStep(host, sweep)));
  return exitCodeOf(sweep, host.stop.cause);
}

function nextStep({ invocation }: CommandHost, { id, status }: Sweep): string {
  return status === 'done'
    ? `Stored. See it again: ${invocation.command} sweep show ${id}`
    : `What was measured is stored. Go on with it: ${invocation.command} sweep resume ${id}`;
}

function print({ json, terminal }: CommandHost, sweep: Sweep): void {
  const { request, cells, scaling, efficiency, ...about } = sweep;
  terminal.data(
    json
      ? jsonDocument({ sweep: about, request, cells, scaling, efficiency })
      : formatSweep(sweep, terminal.paint),
  );
}

export function exitCodeOf({ status, cells }: Sweep, stop: StopCause | null): number {
  if (status === 'stopped') return STOP_EXIT_CODES[stop ?? 'ctrl-c'];
  return status !== 'done' || cells.some(({ state }) => state === 'failed') ? EXIT.runFailed : EXIT.done;
}

async function list(host: CommandHost): Promise<number> {
  const { api } = await host.openCore();
  const sweeps = await api.listSweeps();
  const { terminal, json, invocation } = host;
  if (json) {
    terminal.data(
      jsonDocument({ sweeps: sweeps.map(({ scaling: _law, efficiency: _rate, ...rest }) => rest) }),
    );
  } else if (sweeps.length === 0) {
    terminal.say(`No sweeps yet. Make one: ${invocation.command} sweep demo:encoder-tiny --batch 1..16`);
  } else {
    const table = formatTable(
      [
        { title: 'sweep' },
        { title: 'name', shrinks: true },
        { title: 'measured', align: 'right' },
        { title: 'when' },
        { title: '' },
      ],
      sweeps.map(({ id, name, cells, createdAt, status }) => [
        id,
        printable(name),
        `${cells.filter(({ state }) => state === 'done').length} of ${cells.length}`,
        dateTime(createdAt),
        status,
      ]),
      terminal.columns,
    );
    terminal.data([terminal.paint.dim(table.head), ...table.body].join('\n'));
  }
  return EXIT.done;
}
