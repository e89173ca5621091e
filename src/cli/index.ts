#!/usr/bin/env node
import { watchForStop } from './host/stop-request.ts';
import { runCli } from './run-cli.ts';

const PARENT_POLL_MS = 500;

// `dyno runs | head -1` closes the pipe: that is the reader's right and no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const stop = watchForStop({ process, pollMs: PARENT_POLL_MS, exit: (code) => process.exit(code) });
const exitCode = await runCli({
  argv: process.argv.slice(2),
  env: process.env,
  workingFolder: process.cwd(),
  stop,
});
// Written out first: process.exit drops what a pipe has not taken yet.
await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
process.exit(exitCode);
