/** `npm start`: set-up, then the workstation in Electron's window, or in the browser where that cannot be had. */
import { resolve } from 'node:path';
import { ScriptError, inCheckout, root, runScript, say, version } from './checkout.mjs';
import { obtainElectron, whyNoWindow } from './electron-runtime.mjs';
import { endWithParent, runGuarded } from './guarded.mjs';
import { runProgram } from './run-program.mjs';
import { setUp } from './setup.mjs';
import { readStartOptions } from './start-options.mjs';

const HELP = `npm start -- [options] [MODEL.onnx]

Installs and builds what is not up to date, then opens the workstation.

  --no-open         serve the browser interface, print its address, open nothing
  --port N          serve it on this port
  --host ADDRESS    serve it on this address (default: this machine only)
  --data DIR        where runs are kept, instead of the usual folder
  --electron        insist on Electron's window (fetches its runtime again)
  --browser         the browser interface, without trying Electron
  --version         print the version
  --help            print this

Anything else goes to the workstation as it is ("npm run -s dyno -- serve --help").`;

/** Endings of a program that could not even begin: libraries missing, a sandbox refused, a crash. */
const STILLBORN_CODES = new Set([126, 127, 132, 133, 134, 139]);
const STILLBORN_MS = 5_000;

await runScript(async () => {
  const options = readStartOptions(process.argv.slice(2));
  if (options.version || options.help) {
    process.stdout.write(`${options.version ? version() : HELP}\n`);
    return 0;
  }
  const endWatch = endWithParent();
  await setUp();

  const reason = options.way === 'browser' ? '' : await openElectron(options);
  if (reason === null) return process.exitCode;
  if (reason) say(`Electron's runtime can't be had here (${reason}): opening the browser interface.`);
  for (const model of options.models)
    say(`Drop ${model} onto the page to open it: a browser opens no paths.`);
  endWatch();
  process.env['DYNO_COMMAND'] ??= 'npm run -s dyno --';
  return runProgram(['serve', ...(options.open ? ['--open'] : []), ...options.rest]);
});

/** Null when Electron ran to its end; else why it did not. */
async function openElectron({ way, rest, models }) {
  const insist = way === 'electron';
  const noWindow = whyNoWindow();
  if (noWindow) {
    if (!insist) return noWindow;
    throw new ScriptError(
      `Electron cannot open a window here: ${noWindow}.`,
      'Start it as an ordinary user in a graphical session, or leave out --electron for the browser interface.',
    );
  }
  const electron = await obtainElectron({ insist });
  if ('reason' in electron) {
    if (!insist) return electron.reason;
    throw new ScriptError(
      `Electron's runtime can't be had here: ${electron.reason}.`,
      'Leave out --electron for the browser interface, or set ELECTRON_MIRROR to a place that has it.',
    );
  }
  const env = { ...process.env };
  delete env['ELECTRON_RUN_AS_NODE'];
  const beganAt = Date.now();
  const { code } = await runGuarded(electron.program, [root, ...rest, ...models], {
    cwd: invocationFolder(),
    env,
  });
  if (!insist && STILLBORN_CODES.has(code) && Date.now() - beganAt < STILLBORN_MS) {
    return `it ended at once with code ${code}`;
  }
  process.exitCode = code;
  return null;
}

/** npm changes into the checkout and leaves the folder where the command was typed here. */
function invocationFolder() {
  return resolve(process.env['INIT_CWD'] ?? inCheckout());
}
