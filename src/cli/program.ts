import { Command } from 'commander';
import { COMMANDS } from './commands/index.ts';
import type { Act } from './commands/types.ts';
import { EXIT_CODE_HELP } from './exit-codes.ts';

export interface GlobalOptions {
  readonly data?: string;
  readonly json?: boolean;
  readonly color: boolean;
}

const HELP = `
${EXIT_CODE_HELP}

Environment:
  DYNO_DATA where runs are kept · NO_COLOR no colours · DYNO_DEBUG=1 more on stderr

Examples:
  dyno bench demo:encoder-tiny     measure a model that is made on the spot
  dyno bench model.onnx --json     the same for a program to read
  dyno profile model.onnx          and where its time goes, operator by operator
  dyno serve --open                the workstation in the browser`;

/** The words of the command line. Parsing throws instead of ending the process: index.ts decides what to say. */
export function createProgram(version: string, act: Act, writeHelp: (text: string) => void): Command {
  const program = new Command('dyno')
    .description('The test bench for ONNX models: run, measure, store, compare.')
    .version(version, '--version', 'print the version')
    .option('--data <folder>', 'where runs are kept, instead of the usual folder')
    .option('--json', 'print one JSON document on stdout, failures included')
    .option('--no-color', 'plain text')
    .helpOption('-h, --help', 'what there is, with examples')
    .helpCommand('help [command]', 'the same for one command')
    .configureHelp({ showGlobalOptions: true, helpWidth: 80 })
    .configureOutput({ writeOut: writeHelp, writeErr: () => undefined })
    .exitOverride()
    .addHelpText('after', HELP);
  for (const addCommand of COMMANDS) addCommand(program, act);
  return program;
}
