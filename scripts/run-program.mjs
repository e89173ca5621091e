import { pathToFileURL } from 'node:url';
import { inCheckout, projectNode, runsDyno } from './checkout.mjs';
import { runGuarded, watchParent } from './guarded.mjs';

const PROGRAM = inCheckout('out', 'main', 'cli.js');
const GRACE_MS = 8_000;

/**
 * Runs the built command line with these arguments: in this very process where its Node is the right one, which
 * saves starting another; else in a guarded one. The program ends with its parent unless it was told to stay.
 *
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code; where it ran in this process it exits by itself
 */
export async function runProgram(args) {
  const stays = args.includes('--stay');
  if (!runsDyno()) return (await runGuarded(projectNode(), [PROGRAM, ...args], { stdin: 'inherit' })).code;

  if (!stays) {
    watchParent(() => {
      process.kill(process.pid, 'SIGTERM');
      setTimeout(() => process.exit(143), GRACE_MS).unref();
    });
  }
  process.argv = [process.execPath, PROGRAM, ...args];
  await import(pathToFileURL(PROGRAM).href);
  return 0;
}
