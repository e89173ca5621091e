#!/usr/bin/env node
/** `dyno` in a checkout: brings packages and build up to date (on stderr, a moment where they are), then runs it. */
import { runScript } from './checkout.mjs';
import { endWithParent } from './guarded.mjs';
import { runProgram } from './run-program.mjs';
import { setUp } from './setup.mjs';

await runScript(async () => {
  const endWatch = endWithParent();
  await setUp();
  endWatch();
  return runProgram(process.argv.slice(2));
});
