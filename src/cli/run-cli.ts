import { CommanderError } from 'commander';
import type { CommandHost } from './commands/types.ts';
import type { Core } from '../core/index.ts';
import { EXIT } from './exit-codes.ts';
import { asFailure, reportFailure } from './failure.ts';
import { programVersion } from './host/program-files.ts';
import { askYesNo } from './host/question.ts';
import { readInvocation } from './host/invocation.ts';
import { STOP_EXIT_CODES, type StopRequest, type StopWatch } from './host/stop-request.ts';
import { processTerminal, type Terminal } from './host/terminal.ts';
import type { CorePorts } from '../core/ports.ts';
import { createProgram, type GlobalOptions } from './program.ts';

export interface CliEnvironment {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly workingFolder: string;
  readonly stop: StopWatch;
}

/** One command from its words to its exit code. Nothing escapes: every failure is said in the agreed form. */
export async function runCli(cli: CliEnvironment): Promise<number> {
  const invocation = readInvocation(cli.env, cli.workingFolder);
  const debugging = cli.env['DYNO_DEBUG'] === '1';
  const terminal: Terminal = processTerminal(!cli.argv.includes('--no-color'));
  let exitCode: number = EXIT.done;

  const program = createProgram(
    programVersion,
    async (command, work, { stopsItself } = { stopsItself: false }) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const dataFolder = options.data === undefined ? undefined : invocation.path(options.data);
      const { createNodePorts } = await import('./node-ports.ts');
      const ports = createNodePorts({ dataFolder, debugging });
      let opening = null as Promise<Core> | null;
      const host: CommandHost = {
        terminal,
        invocation,
        json: options.json === true,
        stop: cli.stop,
        log: ports.log,
        paths: ports.paths,
        monotonic: () => ports.clock.monotonic(),
        askYesNo: (question) => askYesNo(question, cli.stop),
        openCore: () => (opening ??= openCore(ports)),
      };
      try {
        const working = work(host);
        exitCode = await (stopsItself ? working : Promise.race([working, stopped(cli.stop)]));
        if (opening && cli.stop.cause === null) await lookAfter(await opening, terminal);
      } finally {
        if (opening) await closeCore(opening, ports);
      }
    },
    (text) => terminal.data(text),
  );

  try {
    if (cli.argv.length === 0) {
      program.outputHelp();
      return EXIT.done;
    }
    await program.parseAsync(cli.argv, { from: 'user' });
    return exitCode;
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return EXIT.done;
    const command = program.commands.map((known) => known.name()).find((name) => cli.argv.includes(name));
    const failure = asFailure(thrown, command ? `${invocation.command} ${command}` : invocation.command);
    reportFailure(failure, terminal, wantsJson(cli.argv), debugging);
    return failure.exitCode;
  }
}

async function stopped(stop: StopRequest): Promise<number> {
  return STOP_EXIT_CODES[await stop.asked];
}

/** What it says is for the person at the terminal: the command has done what it was asked. */
async function lookAfter(core: Core, terminal: Terminal): Promise<void> {
  const words = await core.upkeep.afterCommand();
  if (words !== null) terminal.say(terminal.paintErrors.dim(words));
}

/** One that could not be opened has said so already. */
async function closeCore(opening: Promise<Core>, ports: CorePorts): Promise<void> {
  const core = await opening.catch(() => null);
  await core?.close().catch((error: unknown) => ports.log.error('The engine did not close in order', error));
}

/** Also where the line could not be parsed: whoever asks for JSON gets JSON. */
function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end < 0 ? argv : argv.slice(0, end)).includes('--json');
}

/** The core with its native parts takes a tenth of a second to load: --help and typing errors need none of it. */
async function openCore(ports: CorePorts): Promise<Core> {
  const { createCore } = await import('../core/index.ts');
  return createCore(ports);
}
