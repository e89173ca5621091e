import type { Command } from 'commander';
import type { ProfileFormat } from '../../contract/profile.ts';
import { profileFormat } from '../options.ts';
import { bench } from './bench.ts';
import { addProfilingOptions, profileWish, type ProfilingOptions } from './profiling-options.ts';
import {
  addKeepingOptions,
  addModelOptions,
  MODEL_ARGUMENT,
  runRequest,
  type RunOptions,
} from './run-options.ts';
import type { AddCommand } from './types.ts';

interface ProfileOptions extends RunOptions, ProfilingOptions {
  readonly export?: ProfileFormat;
  readonly output?: string;
}

const HELP = `
Two passes: a clean one gives the time, then one in which the runtime records
each operator gives the shares. What recording costs is fitted and taken off,
the rest is brought to the clean time. Where recording makes the model more
than 1.5 times as slow, the shares are marked as indicative.

The table shows the dearest operators; --json has all of them, in order of
execution: nodes[] with name, op, provider, module, count, selfMs, share, flops,
bytes and the file's nodes that each stands for, and placement and findings.

Examples:
  dyno profile demo:encoder-small
  dyno profile model.onnx --provider webgpu --top 30
  dyno profile model.onnx --json | jq '.findings[].title'
  dyno profile model.onnx --export chrome-trace -o trace.json

Exit codes: 0 done, 2 bad input or (--no-wait) the machine is measuring already,
  3 the run failed, 4 nothing was measured or recorded, 130 stopped by Ctrl-C
  (what was measured and recorded until then is shown and stored)`;

export const addProfile: AddCommand = (program, act) => {
  const command = program
    .command('profile')
    .summary('measure a model, then tell where its time goes')
    .description(
      'Runs a model in a fresh process: a clean pass for the time, a recorded one for its operators.',
    )
    .argument('<model>', MODEL_ARGUMENT);
  addKeepingOptions(addProfilingOptions(addModelOptions(command)))
    .option('--export <format>', 'write chrome-trace, speedscope or folded as well', profileFormat)
    .option('-o, --output <file>', 'where --export writes (left out: this folder)')
    .addHelpText('after', HELP)
    .action((model: string, options: ProfileOptions, command: Command) =>
      act(
        command,
        (host) =>
          bench(host, { ...runRequest(host, model, options), profile: profileWish(options) }, options),
        { stopsItself: true },
      ),
    );
};
