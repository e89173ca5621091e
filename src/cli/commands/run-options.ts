import type { Command } from 'commander';
import type { LevelName } from '../../contract/level.ts';
import type { BenchRequest, GraphLevel, Provider } from '../../contract/run.ts';
import {
  byName,
  duration,
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
import type { CommandHost } from './types.ts';

export const MODEL_ARGUMENT = 'path of an ONNX file, or demo:mlp|cnn|encoder|decoder-tiny|small|base';

/** What every command that runs a model asks for. */
export interface RunOptions {
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
  readonly name?: string;
  readonly tag?: readonly string[];
  readonly yes?: boolean;
  readonly wait: boolean;
}

/** What is run, and how. */
export function addModelOptions(command: Command): Command {
  return command
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
    .option('--seed <n>', 'of the generated inputs', wholeNumber('--seed', 0, 2 ** 32 - 1));
}

/** How it is kept, and started. */
export function addKeepingOptions(command: Command): Command {
  return command
    .option('--name <text>', 'what to call the run', text('--name', 200))
    .option('--tag <tag>', 'mark the run (repeatable)', many(text('--tag', 60)))
    .option('-y, --yes', 'start also what would take more than a day')
    .option('--no-wait', 'refuse where the machine is measuring already, instead of queueing');
}

export function runRequest(host: CommandHost, model: string, options: RunOptions): BenchRequest {
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
    ...given('name', options.name),
    ...given('tags', options.tag),
    ...given('longAgreed', options.yes),
  };
}

export function given<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: V });
}
