import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ScriptError, inCheckout, projectNode, readJsonOr, say } from './checkout.mjs';
import { nativeFingerprint } from './fingerprint.mjs';
import { runGuarded } from './guarded.mjs';
import { explainFailure, missingTools, nodeHeaders, toolsHere } from './native-tools.mjs';

/**
 * What node-gyp builds: the addon, and the libraries that stand in for a vendor's in the tests alone.
 *
 * @typedef {{ title: string, folder: string, product: string }} NativePart
 * @typedef {{ state: 'built' | 'unavailable' | 'failed' | 'off', reason: string, nextStep: string, output: string }} NativeOutcome
 */

/** @type {NativePart} */
export const ADDON = {
  title: 'native addon',
  folder: 'native',
  product: inCheckout('native', 'build', 'Release', 'dyno_native.node'),
};

/** @type {NativePart} */
export const STAND_INS = {
  title: 'stand-in libraries for the tests',
  folder: 'native/stand_ins',
  product: inCheckout('native', 'stand_ins', 'build', 'Release', 'stand_in_nvml.node'),
};

const GYP = inCheckout('node_modules', 'node-gyp', 'bin', 'node-gyp.js');
const COMPILERS_AT_ONCE = '2';

const stampOf = ({ folder }) => inCheckout('.dyno', `${folder.replaceAll('/', '-')}.json`);
/** There while a build is under way: one that was killed may have left half-written objects that look new. */
const begunMarkOf = ({ folder }) => inCheckout('.dyno', `${folder.replaceAll('/', '-')}.begun`);
const buildFolderOf = ({ folder }) => inCheckout(...folder.split('/'), 'build');

const outcome = (state, reason, nextStep, output = '') => ({ state, reason, nextStep, output });
const OFF = outcome('off', 'DYNO_NATIVE=off', 'Unset DYNO_NATIVE to have it built.');
const isOff = () => process.env['DYNO_NATIVE'] === 'off';

/** True also where it can't be built and nothing has changed since that was said. */
export function nativeUpToDate(part = ADDON) {
  if (isOff()) return true;
  const stamp = readJsonOr(stampOf(part));
  if (stamp?.fingerprint !== nativeFingerprint(part.folder)) return false;
  return stamp.state === 'built' ? existsSync(part.product) : stamp.tools === toolsHere();
}

/**
 * Never throws for want of a compiler, nor where the build fails: Dyno works without the addon.
 *
 * @param {NativePart} [part]
 * @returns {Promise<NativeOutcome>}
 */
export async function buildNative(part = ADDON) {
  if (isOff()) return OFF;
  const fingerprint = nativeFingerprint(part.folder);
  const result = await build(part);
  const { state, reason, nextStep } = result;
  mkdirSync(dirname(stampOf(part)), { recursive: true });
  writeFileSync(stampOf(part), JSON.stringify({ fingerprint, tools: toolsHere(), state, reason, nextStep }));
  return result;
}

/** As it was last built or refused; null where it was never tried. @returns {NativeOutcome | null} */
export const lastOutcome = (part = ADDON) => (isOff() ? OFF : (readJsonOr(stampOf(part)) ?? null));

async function build(part) {
  if (part === STAND_INS && process.platform !== 'linux') {
    return outcome('unavailable', 'they stand in for Linux drivers', 'Run the tests on Linux to have them.');
  }
  const missing = missingTools();
  if (missing) return outcome('unavailable', missing.reason, missing.nextStep);
  const beganAt = Date.now();
  say(`Building the ${part.title} …`);
  if (existsSync(begunMarkOf(part))) rmSync(buildFolderOf(part), { recursive: true, force: true });
  mkdirSync(dirname(begunMarkOf(part)), { recursive: true });
  writeFileSync(begunMarkOf(part), '');
  let output = '';
  const headers = nodeHeaders();
  const { code, signal } = await runGuarded(
    projectNode(),
    [
      GYP,
      'configure',
      'build',
      '--release',
      '--jobs',
      COMPILERS_AT_ONCE,
      ...(headers ? ['--nodedir', headers] : []),
    ],
    {
      cwd: inCheckout(...part.folder.split('/')),
      env: buildEnvironment(),
      stdout: 'pipe',
      stderr: 'pipe',
      onOutput: (text) => (output += text),
    },
  );
  if (code >= 128 || signal)
    throw new ScriptError('Building was stopped; the next start begins it afresh.', '', code);
  rmSync(begunMarkOf(part), { force: true });
  if (code !== 0 || !existsSync(part.product)) {
    const { state, reason, nextStep } = explainFailure(output);
    return outcome(state, reason, nextStep, output);
  }
  say(`Built the ${part.title} in ${((Date.now() - beganAt) / 1000).toFixed(1)} s.`);
  return outcome('built', '', '');
}

/** What npm hands down to its scripts (a nodedir of somebody's ~/.npmrc among it) must not reach node-gyp. */
function buildEnvironment() {
  const kept = Object.entries(process.env).filter(([name]) => !/^npm_(config|package)_/i.test(name));
  return Object.fromEntries(kept);
}
