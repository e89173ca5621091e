import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ScriptError, inCheckout, projectNode, readJsonOr, root, say } from './checkout.mjs';
import { sourcesFingerprint } from './fingerprint.mjs';
import { runGuarded } from './guarded.mjs';

const OUT = inCheckout('out');
// Absolute: a relative one would be taken from the page's own root for the page.
const NEXT = inCheckout('out.next');
const FORMER = inCheckout('out.former');
/** Inside the first folder that a build empties, so that a build by hand that is broken off takes it along. */
const stampIn = (out) => join(out, 'main', '.dyno-build.json');

const ENTRIES = [
  'main/index.js',
  'main/cli.js',
  'main/verify.js',
  'main/worker.js',
  'main/sampler.js',
  'main/prober.js',
  'main/importer.js',
  'main/keeper.js',
  'preload/index.cjs',
  'renderer/index.html',
];

export const buildUpToDate = (fingerprint = sourcesFingerprint()) =>
  readJsonOr(stampIn(OUT))?.fingerprint === fingerprint && missingFrom(OUT).length === 0;

const missingFrom = (out) => ENTRIES.filter((entry) => !existsSync(join(out, ...entry.split('/'))));

/** Builds beside the present output and then takes its place, so that there is never half a build. */
export async function build() {
  const fingerprint = sourcesFingerprint();
  const beganAt = Date.now();
  say('Building …');
  rmSync(NEXT, { recursive: true, force: true });
  let output = '';
  const { code, signal } = await runGuarded(
    projectNode(),
    [
      inCheckout('node_modules', 'electron-vite', 'bin', 'electron-vite.js'),
      'build',
      '--outDir',
      NEXT,
      '--logLevel',
      'warn',
    ],
    {
      cwd: root,
      env: buildEnvironment(),
      stdout: 'pipe',
      stderr: 'pipe',
      onOutput: (text) => (output += text),
    },
  );
  if (code >= 128 || signal)
    throw new ScriptError('Building was stopped; the next start begins it afresh.', '', code);
  if (code !== 0) {
    rmSync(NEXT, { recursive: true, force: true });
    throw new ScriptError(
      `${output.trim()}\nThe build failed.`,
      'Mend what is named above and run the command again.',
    );
  }
  const missing = missingFrom(NEXT);
  if (missing.length > 0) {
    throw new ScriptError(
      `The build left out ${missing.join(', ')}.`,
      'Check electron.vite.config.ts against scripts/build.mjs.',
    );
  }
  writeFileSync(stampIn(NEXT), JSON.stringify({ fingerprint }));
  rmSync(FORMER, { recursive: true, force: true });
  if (existsSync(OUT)) renameSync(OUT, FORMER);
  renameSync(NEXT, OUT);
  rmSync(FORMER, { recursive: true, force: true });
  say(`Built in ${((Date.now() - beganAt) / 1000).toFixed(1)} s.`);
}

/** A build is the same whoever asks for it: a test run's NODE_ENV must not make it another one. */
function buildEnvironment() {
  const env = { ...process.env, NODE_ENV: 'production' };
  delete env['VITEST'];
  return env;
}
