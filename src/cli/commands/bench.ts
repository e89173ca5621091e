import type { Command } from 'commander';
import { ERROR_EXIT_CODES } from '../../contract/errors.ts';
import type { LevelName } from '../../contract/level.ts';
import type { BenchRequest, GraphLevel, Provider, Run } from '../../contract/run.ts';
import { EXIT } from '../exit-codes.ts';
import { STOP_EXIT_CODES, type StopCause } from '../host/stop-request.ts';
import {
  byName,
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
import { executorHelp } from '../output/executor-help.ts';
import { createProgressLine } from '../output/progress-line.ts';
import { withConsent } from './consent.ts';
import { followRun } from './follow-run.ts';
import { findBaseline, printRun, type PrintOptions } from './print-run.ts';
import { addGenerationOptions, generationWish, type GenerationOptions } from './generation-options.ts';
import { addScenarioOptions, scenarioWish, type ScenarioOptions } from './scenario-options.ts';
import type { AddCommand, CommandHost } from './types.ts';

interface BenchOptions extends ScenarioOptions, GenerationOptions {
  readonly level?: LevelName;
  readonly provider?: Provider;
  readonly batch?: number;
  readonly seq?: number;
  readonly shape?: readonly Named<readonly number[]>[];
  readonly input?: readonly Named<string>[];
  readonly iterations?: number;
  readonly warmup?: number;
  readonly duration?: number;
  readonly precision?: number;
  readonly coldCache?: boolean;
  readonly threads?: number;
  readonly graphLevel?: GraphLevel;
  readonly seed?: number;
  readonly executor?: string;
  readonly name?: string;
  readonly tag?: readonly string[];
  readonly yes?: boolean;
  readonly wait: boolean;
  readonly evidence?: true;
  readonly baseline?: string;
}

const HELP = `
Without a level: basic, at most 30 s. --batch and --seq overrule the level,
--shape overrules both. Whichever of --iterations, --duration and --precision is
reached first ends it; beside --precision a level gives the shapes alone.

Examples:
  dyno bench demo:encoder-tiny
  dyno bench model.onnx --level expert --provider webgpu
  dyno bench model.onnx --baseline main
  dyno bench model.onnx --shape pixels=1x3x224x224 --duration 10
  dyno bench model.onnx --precision 1%
  dyno bench model.onnx --input input_ids=tokens.npy --json > run.json
  dyno bench demo:mlp-tiny --executor 'fake:normal(10ms,0.2ms)+drift(5%)'
  dyno bench model.onnx --scenario server --qps 200 --sessions 2 --max-batch 8
  dyno bench model.onnx --scenario offline --sweep 1,2,4
  dyno bench demo:decoder-small --generate --prompt 128 --new-tokens 64

Exit codes: 0 done, 2 bad input or (--no-wait) the machine is measuring already,
  3 the run failed, 4 it ended before anything was measured, 130 stopped by
  Ctrl-C (what was measured is stored)

${executorHelp()}`;

export const addBench: AddCommand = (program, act) => {
  const command = program
    .command('bench')
    .summary('run a model and measure it')
    .description('Runs a model in a fresh process, measures every iteration and stores the run.')
    .argument('<model>', 'path of an ONNX file, or demo:mlp|cnn|encoder|decoder-tiny|small|base')
    .option('-l, --level <level>', 'basic, advanced, expert … perfect: batch, sequence, counts', level)
    .option('-p, --provider <provider>', 'cpu, webgpu or cuda', provider)
    .option('-b, --batch <n>', 'batch size', wholeNumber('--batch', 1, 2 ** 31 - 1))
    .option('-s, --seq <n>', 'sequence length', wholeNumber('--seq', 1, 2 ** 31 - 1))
    .option('--shape <name=sizes>', 'shape of one input, as in x=1x3x224x224 (repeatable)', many(shape))
    .option('--input <name=file>', 'values of one input from .npy, .npz or .pb (repeatable)', many(inputFile))
    .option('-n, --iterations <n>', 'measured iterations', wholeNumber('--iterations', 1, 50_000_000))
    .option(
      '-w, --warmup <n>',
      'exactly so many before those (left out: until steady, 3 s at most)',
      wholeNumber('--warmup', 0, 50_000_000),
    )
    .option('-d, --duration <seconds>', 'time budget of the measured loop', duration('--duration'))
    .option(
      '--precision <share>',
      'end once the interval of p50 is within ±1% or so (60 s at most)',
      share('--precision', 0.0001, 1),
    )
    .option('--cold-cache', 'empty the processor’s caches before each iteration')
    .option('-t, --threads <n>', 'threads inside an operator', wholeNumber('--threads', 1, 1024))
    .option('--graph-level <level>', 'graph optimisation: disabled, basic, extended, all', graphLevel)
    .option('--seed <n>', 'of the generated inputs', wholeNumber('--seed', 0, 2 ** 32 - 1))
    .option('--executor <fake:SPEC>', 'draw the times instead of measuring them', executor)
    .option('--name <text>', 'what to call the run', text('--name', 200))
    .option('--tag <tag>', 'mark the run (repeatable)', many(text('--tag', 60)))
    .option('-y, --yes', 'start also what would take more than a day')
    .option('--evidence', 'also print all that the trust verdict rests on')
    .option('--baseline <name>', 'hold the run against the one of this name')
    .option('--no-wait', 'refuse where the machine is measuring already, instead of queueing');
  addGenerationOptions(addScenarioOptions(command))
    .addHelpText('after', HELP)
    .action((model: string, options: BenchOptions, command: Command) =>
      act(command, (host) => bench(host, benchRequest(host, model, options), options), {
        stopsItself: true,
      }),
    );
};

function benchRequest(host: CommandHost, model: string, options: BenchOptions): BenchRequest {
  const path = host.invocation.path;
  const files = options.input?.map(({ name, value }) => ({ name, value: path(value) }));
  return {
    model: modelRef(model, path),
    wait: options.wait,
    workingFolder: host.invocation.folder,
    ...given('level', options.level),
    ...given('provider', options.provider),
    ...given('batch', options.batch),
    ...given('sequence', options.seq),
    ...given('shapes', options.shape && byName(options.shape)),
    ...given('inputFiles', files && byName(files)),
    ...given('iterations', options.iterations),
    ...given('warmup', options.warmup),
    ...given('durationMs', options.duration),
    ...given('precision', options.precision),
    ...given('coldCache', options.coldCache),
    ...given('threads', options.threads),
    ...given('graphLevel', options.graphLevel),
    ...given('seed', options.seed),
    ...given('executor', options.executor),
    ...given('name', options.name),
    ...given('tags', options.tag),
    ...given('longAgreed', options.yes),
    ...given('scenario', scenarioWish(options)),
    ...given('generation', generationWish(options)),
  };
}

function given<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: V });
}

async function bench(host: CommandHost, request: BenchRequest, print: PrintOptions): Promise<number> {
  const core = await host.openCore();
  if (print.baseline !== undefined) await findBaseline(core.api, print.baseline);
  if (host.stop.cause !== null) return STOP_EXIT_CODES[host.stop.cause];
  const progress = createProgressLine(host.terminal, host.monotonic);
  const follow = (agreed: BenchRequest): Promise<Run> =>
    followRun(core, agreed, host.stop.asked, (step) => progress.show(step));
  const run = await withConsent(host, request, follow);
  progress.clear();
  await printRun(host, core.api, run, print);
  if (!host.json) {
    host.terminal.say(
      host.terminal.paintErrors.dim(`Stored. See it again: ${host.invocation.command} show ${run.id}`),
    );
  }
  return exitCodeOf(run, host.stop.cause);
}

export function exitCodeOf(run: Pick<Run, 'status' | 'error' | 'latencyMs'>, stop: StopCause | null): number {
  if (run.status === 'stopped') return STOP_EXIT_CODES[stop ?? 'ctrl-c'];
  if (run.status !== 'done') return run.error ? ERROR_EXIT_CODES[run.error.code] : EXIT.runFailed;
  return run.latencyMs === null ? EXIT.notEnoughEvidence : EXIT.done;
}
