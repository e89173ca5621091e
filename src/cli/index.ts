#!/usr/bin/env node
import { asDynoError } from '../contract/errors.ts';
import { EXIT } from './exit-codes.ts';
import { reportFailure } from './failure.ts';
import { STOP_EXIT_CODES, watchForStop } from './host/stop-request.ts';
import { processTerminal } from './host/terminal.ts';
import { runCli } from './run-cli.ts';

const PARENT_POLL_MS = 500;
const LONGEST_FAREWELL_MS = 10_000;

// `dyno runs | head -1` closes the pipe: that is the reader's right and no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.on('uncaughtException', (error) => {
  const debugging = process.env['DYNO_DEBUG'] === '1';
  reportFailure(asDynoError(error), processTerminal(true), process.argv.includes('--json'), debugging);
  process.exit(EXIT.runFailed);
});

const stop = watchForStop({ process, pollMs: PARENT_POLL_MS, exit: (code) => process.exit(code) });
void stop.asked.then((cause) => {
  // Ctrl-C has a second one for what hangs; nobody sits before the others.
  if (cause !== 'ctrl-c') setTimeout(() => process.exit(STOP_EXIT_CODES[cause]), LONGEST_FAREWELL_MS).unref();
});
const exitCode = await runCli({
  argv: process.argv.slice(2),
  env: process.env,
  workingFolder: process.cwd(),
  stop,
});
// Written out first: process.exit drops what a pipe has not taken yet.
await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
process.exit(exitCode);
