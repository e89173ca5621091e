import type { Command } from 'commander';
import type { AbRequest, AbWithRuns } from '../../contract/ab.ts';
import { ERROR_EXIT_CODES } from '../../contract/errors.ts';
import type { LevelName } from '../../contract/level.ts';
import type { GraphLevel, Provider } from '../../contract/run.ts';
import { EXIT } from '../exit-codes.ts';
import { STOP_EXIT_CODES, type StopCause } from '../host/stop-request.ts';
import {
  duration,
  executor,
  graphLevel,
  inputFile,
  level,
  many,
  modelRef,
  provider,
  shape,
  share,
  text,
  wholeNumber,
  type Named,
} from '../options.ts';
import { abDocument, formatAb } from '../output/ab-report.ts';
import { createAbProgressLine } from '../output/ab-progress-line.ts';
import { jsonDocument } from '../output/schema.ts';
import { mergeSettings, setting, type Setting } from '../side-settings.ts';
import { followAb } from './follow-ab.ts';
import type { AddCommand, CommandHost } from './types.ts';

interface AbOptions {
  readonly a?: readonly string[];
  readonly b?: readonly string[];
  readonly level?: LevelName;
  readonly provider?: Provider;
  readonly batch?: number;
  readonly seq?: number;
  readonly shape?: readonly Named<readonly number[]>[];
  readonly input?: readonly Named<string>[];
  readonly warmup?: number;
  readonly threads?: number;
  readonly graphLevel?: GraphLevel;
  readonly executor?: string;
  readonly seed?: number;
  readonly pairs?: number;
  readonly duration?: number;
  readonly margin?: number;
  readonly name?: string;
  readonly tag?: readonly string[];
  readonly wait: boolean;
}

const HELP = `
A is the reference; the answer is about B. Without B it is A's model again, with
what --b says. Options such as --batch hold for both sides; --a and --b take
key=value for one: provider, level, batch, seq, threads, graph-level, warmup,
seed, executor, shape.NAME, input.NAME.

Each pair is two freshly started processes, measured in turns A B B A. Without
--pairs and --duration: the longer of 12 pairs and 20 s, less when it is decided
before. "Same" means within the margin.

Examples:
  dyno ab old.onnx new.onnx
  dyno ab model.onnx --b threads=2
  dyno ab model.onnx --a graph-level=basic --b graph-level=all --seq 128
  dyno ab old.onnx new.onnx --margin 5% --duration 2min --json

Exit codes: 0 decided (faster, slower or same), 4 undecided, 2 bad input or not
  comparable, 3 a side failed, 130 stopped by Ctrl-C (the pairs are stored)`;

export const addAb: AddCommand = (program, act) => {
  program
    .command('ab')
    .summary('find out whether B is faster than A')
    .description('Measures two models or settings in pairs of fresh processes until it is sure.')
    .argument('<a>', 'the reference: path of an ONNX file, or demo:…')
    .argument('[b]', 'what is held against it; the same model where left out')
    .option('--a <key=value>', 'a setting of A alone (repeatable)', many(String))
    .option('--b <key=value>', 'a setting of B alone (repeatable)', many(String))
    .option('-l, --level <level>', 'basic, advanced, expert … perfect: batch and sequence', level)
    .option('-p, --provider <provider>', 'cpu, webgpu or cuda', provider)
    .option('-b, --batch <n>', 'batch size', wholeNumber('--batch', 1, 2 ** 31 - 1))
    .option('-s, --seq <n>', 'sequence length', wholeNumber('--seq', 1, 2 ** 31 - 1))
    .option('--shape <name=sizes>', 'shape of one input, as in x=1x3x224x224 (repeatable)', many(shape))
    .option('--input <name=file>', 'values of one input from .npy, .npz or .pb (repeatable)', many(inputFile))
    .option('-w, --warmup <n>', 'iterations before each measurement', wholeNumber('--warmup', 0, 50_000_000))
    .option('-t, --threads <n>', 'threads inside an operator', wholeNumber('--threads', 1, 1024))
    .option('--graph-level <level>', 'graph optimisation: disabled, basic, extended, all', graphLevel)
    .option('--executor <fake:SPEC>', 'draw the times instead of measuring them', executor)
    .option(
      '--seed <n>',
      'of the generated inputs and the start order',
      wholeNumber('--seed', 0, 2 ** 32 - 1),
    )
    .option('-n, --pairs <n>', 'pairs at most', wholeNumber('--pairs', 1, 100_000))
    .option('-d, --duration <seconds>', 'time at most', duration('--duration'))
    .option('--margin <share>', 'what counts as the same: 2% unless said', share('--margin', 0.0001, 1))
    .option('--name <text>', 'what to call the comparison', text('--name', 200))
    .option('--tag <tag>', 'mark both runs (repeatable)', many(text('--tag', 60)))
    .option('--no-wait', 'refuse where the machine is measuring already, instead of queueing')
    .addHelpText('after', HELP)
    .action((a: string, b: string | undefined, options: AbOptions, command: Command) =>
      act(command, (host) => ab(host, abRequest(host, a, b ?? a, options)), { stopsItself: true }),
    );
};

function abRequest(host: CommandHost, a: string, b: string, options: AbOptions): AbRequest {
  const { path } = host.invocation;
  const both = mergeSettings([
    ...(options.shape ?? []).map(({ name, value }): Setting => ({ shapes: { [name]: value } })),
    ...(options.input ?? []).map(({ name, value }): Setting => ({ inputFiles: { [name]: path(value) } })),
    {
      ...given('level', options.level),
      ...given('provider', options.provider),
      ...given('batch', options.batch),
      ...given('sequence', options.seq),
      ...given('warmup', options.warmup),
      ...given('threads', options.threads),
      ...given('graphLevel', options.graphLevel),
      ...given('executor', options.executor),
      ...given('seed', options.seed),
    },
  ]);
  const of = (option: '--a' | '--b', words: readonly string[] = []): Setting =>
    mergeSettings([both, ...words.map(setting(option, path))]);
  return {
    a: { model: modelRef(a, path), ...of('--a', options.a) },
    b: { model: modelRef(b, path), ...of('--b', options.b) },
    wait: options.wait,
    workingFolder: host.invocation.folder,
    ...given('seed', options.seed),
    ...given('pairs', options.pairs),
    ...given('durationMs', options.duration),
    ...given('margin', options.margin),
    ...given('name', options.name),
    ...given('tags', options.tag),
  };
}

function given<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: V });
}

async function ab(host: CommandHost, request: AbRequest): Promise<number> {
  const core = await host.openCore();
  if (host.stop.cause !== null) return STOP_EXIT_CODES[host.stop.cause];
  const progress = createAbProgressLine(host.terminal, host.monotonic);
  const result = await followAb(core, request, host.stop.asked, (step) => progress.show(step));
  progress.clear();
  host.terminal.data(
    host.json ? jsonDocument(abDocument(result)) : `\n${formatAb(result, host.terminal.paint)}\n`,
  );
  return exitCodeOf(result, host.stop.cause);
}

function exitCodeOf({ comparison: { status, error, answer } }: AbWithRuns, stop: StopCause | null): number {
  if (status === 'stopped') return STOP_EXIT_CODES[stop ?? 'ctrl-c'];
  if (status !== 'done') return error === null ? EXIT.runFailed : ERROR_EXIT_CODES[error.code];
  return answer === null || answer.verdict === 'undecided' ? EXIT.notEnoughEvidence : EXIT.done;
}
