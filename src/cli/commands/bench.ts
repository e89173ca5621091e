import type { Command } from 'commander';
import { ERROR_EXIT_CODES } from '../../contract/errors.ts';
import type { BenchRequest, Run } from '../../contract/run.ts';
import { EXIT } from '../exit-codes.ts';
import { STOP_EXIT_CODES, type StopCause } from '../host/stop-request.ts';
import { executor } from '../options.ts';
import { executorHelp } from '../output/executor-help.ts';
import { createProgressLine } from '../output/progress-line.ts';
import { withConsent } from './consent.ts';
import { followRun } from './follow-run.ts';
import { findBaseline, printRun, type PrintOptions } from './print-run.ts';
import { printProfile, type PrintProfileOptions } from './print-profile.ts';
import { addGenerationOptions, generationWish, type GenerationOptions } from './generation-options.ts';
import { addProfilingOptions, profileWish, type ProfilingOptions } from './profiling-options.ts';
import {
  addKeepingOptions,
  addModelOptions,
  given,
  MODEL_ARGUMENT,
  runRequest,
  type RunOptions,
} from './run-options.ts';
import { addScenarioOptions, scenarioWish, type ScenarioOptions } from './scenario-options.ts';
import type { AddCommand, CommandHost } from './types.ts';

interface BenchOptions extends RunOptions, ProfilingOptions, ScenarioOptions, GenerationOptions {
  readonly executor?: string;
  readonly profile?: true;
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
  dyno bench model.onnx --profile

Exit codes: 0 done, 2 bad input or (--no-wait) the machine is measuring already,
  3 the run failed, 4 it ended before anything was measured (with --profile:
  recorded), 130 stopped by Ctrl-C (what was measured is stored)

${executorHelp()}`;

export const addBench: AddCommand = (program, act) => {
  const command = program
    .command('bench')
    .summary('run a model and measure it')
    .description('Runs a model in a fresh process, measures every iteration and stores the run.')
    .argument('<model>', MODEL_ARGUMENT);
  addModelOptions(command)
    .option('--executor <fake:SPEC>', 'draw the times instead of measuring them', executor)
    .option('--profile', 'then record each operator in a second pass: where the time went');
  addKeepingOptions(addProfilingOptions(command))
    .option('--evidence', 'also print all that the trust verdict rests on')
    .option('--baseline <name>', 'hold the run against the one of this name');
  addGenerationOptions(addScenarioOptions(command))
    .addHelpText('after', HELP)
    .action((model: string, options: BenchOptions, command: Command) =>
      act(command, (host) => bench(host, benchRequest(host, model, options), options), {
        stopsItself: true,
      }),
    );
};

function benchRequest(host: CommandHost, model: string, options: BenchOptions): BenchRequest {
  return {
    ...runRequest(host, model, options),
    ...given('executor', options.executor),
    ...given('scenario', scenarioWish(options)),
    ...given('generation', generationWish(options)),
    ...given('profile', wantsProfile(options) ? profileWish(options) : undefined),
  };
}

function wantsProfile({ profile, profileIterations, profileDuration }: BenchOptions): boolean {
  return profile === true || profileIterations !== undefined || profileDuration !== undefined;
}

/** From the request to what is printed; gives the exit code. */
export async function bench(
  host: CommandHost,
  request: BenchRequest,
  print: PrintOptions & PrintProfileOptions,
): Promise<number> {
  const core = await host.openCore();
  if (print.baseline !== undefined) await findBaseline(core.api, print.baseline);
  if (host.stop.cause !== null) return STOP_EXIT_CODES[host.stop.cause];
  const progress = createProgressLine(host.terminal, host.monotonic);
  const follow = (agreed: BenchRequest): Promise<Run> =>
    followRun(core, agreed, host.stop.asked, (step) => progress.show(step));
  const run = await withConsent(host, request, follow);
  progress.clear();
  const wantsOperators = request.profile !== undefined;
  await (wantsOperators ? printProfile : printRun)(host, core.api, run, print);
  if (!host.json) {
    host.terminal.say(
      host.terminal.paintErrors.dim(
        `Stored. See it again: ${host.invocation.command} show ${run.id}${wantsOperators ? ' --operators' : ''}`,
      ),
    );
  }
  // Its clean pass may be whole, and the run done: the recorded one was stopped all the same.
  if (wantsOperators && host.stop.cause !== null) return STOP_EXIT_CODES[host.stop.cause];
  const code = exitCodeOf(run, host.stop.cause);
  return code === EXIT.done && wantsOperators && run.profile === null ? EXIT.notEnoughEvidence : code;
}

export function exitCodeOf(run: Pick<Run, 'status' | 'error' | 'latencyMs'>, stop: StopCause | null): number {
  if (run.status === 'stopped') return STOP_EXIT_CODES[stop ?? 'ctrl-c'];
  if (run.status !== 'done') return run.error ? ERROR_EXIT_CODES[run.error.code] : EXIT.runFailed;
  return run.latencyMs === null ? EXIT.notEnoughEvidence : EXIT.done;
}
