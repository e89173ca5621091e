import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { ScriptError, inCheckout, readJsonOr, root, say } from './checkout.mjs';
import { packagesFingerprint } from './fingerprint.mjs';
import { runGuarded } from './guarded.mjs';
import { explainNpmFailure, npmCommand } from './npm.mjs';

const STAMP = inCheckout('node_modules', '.dyno-setup.json');
/** Written by npm itself at the end of an install that went through. */
const INSTALLED_LOCK = inCheckout('node_modules', '.package-lock.json');
const SIGN_OF_LIFE_MS = 15_000;

export function packagesUpToDate(fingerprint = packagesFingerprint()) {
  if (readJsonOr(STAMP)?.fingerprint === fingerprint) return existsSync(INSTALLED_LOCK);
  if (!installedAsLocked()) return false;
  // Somebody ran npm by hand: what is there is what the lock file asks for.
  writeStamp(fingerprint);
  return true;
}

export async function installPackages() {
  const fingerprint = packagesFingerprint();
  const { command, args } = npmCommand();
  const beganAt = Date.now();
  const seconds = () => Math.round((Date.now() - beganAt) / 1000);
  say('Installing packages (once, about a minute) …');
  const life = setInterval(() => say(`  still installing, ${seconds()} s`), SIGN_OF_LIFE_MS);
  rmSync(STAMP, { force: true });
  let output = '';
  try {
    const { code, signal } = await runGuarded(
      command,
      [
        ...args,
        'ci',
        '--include=dev',
        '--include=optional',
        '--no-audit',
        '--no-fund',
        '--progress=false',
        '--loglevel=error',
      ],
      {
        cwd: root,
        env: installEnvironment(),
        stdout: 'pipe',
        stderr: 'pipe',
        onOutput: (text) => (output += text),
      },
    );
    if (code >= 128 || signal)
      throw new ScriptError('Installing was stopped; the next start begins it afresh.', '', code);
    if (code !== 0) {
      const { message, nextStep } = explainNpmFailure(output);
      throw new ScriptError(message, nextStep);
    }
  } finally {
    clearInterval(life);
  }
  writeStamp(fingerprint);
  say(`Installed in ${seconds()} s.`);
}

const writeStamp = (fingerprint) => writeFileSync(STAMP, JSON.stringify({ fingerprint }));

/** Settings that npm hands down to its scripts but that would make this install another one. */
function installEnvironment() {
  const env = {
    npm_config_fetch_retry_mintimeout: '2000',
    npm_config_fetch_retry_maxtimeout: '8000',
    ...process.env,
  };
  for (const name of [
    'npm_config_global',
    'npm_config_location',
    'npm_config_omit',
    'npm_config_dry_run',
    'NODE_ENV',
  ]) {
    delete env[name];
  }
  return env;
}

function installedAsLocked() {
  const locked = readJsonOr(inCheckout('package-lock.json'))?.packages;
  const installed = readJsonOr(INSTALLED_LOCK)?.packages;
  if (!locked || !installed) return false;
  const same = Object.entries(locked).every(([path, { version, optional }]) => {
    if (path === '' || (optional && !installed[path])) return true;
    return installed[path]?.version === version && existsSync(inCheckout(path, 'package.json'));
  });
  return same && Object.keys(installed).every((path) => Object.hasOwn(locked, path));
}
