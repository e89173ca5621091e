import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ScriptError, inCheckout, projectNode, root, say } from './checkout.mjs';
import { runGuarded } from './guarded.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const MAC_PATHS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const STALL_MS = 15_000;
const APT_LIMIT_MS = 300_000;

/**
 * A Chromium for the tests that is there already: named by the environment, the system's, else Playwright's.
 *
 * @returns {{ path: string, origin: string } | null}
 */
export function findChromium(env = process.env) {
  for (const name of ['DYNO_CHROMIUM', 'CHROME_PATH']) {
    const path = env[name];
    if (!path) continue;
    if (isProgram(path)) return { path, origin: name };
    throw new ScriptError(`${name} names no program: ${path}.`, `Correct ${name} or unset it.`);
  }
  for (const folder of (env['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    for (const name of NAMES) {
      const path = join(folder, process.platform === 'win32' ? `${name}.exe` : name);
      if (isProgram(path)) return { path, origin: "the system's" };
    }
  }
  const onMac = process.platform === 'darwin' ? MAC_PATHS.find(isProgram) : undefined;
  if (onMac) return { path: onMac, origin: "the system's" };
  const own = playwrightsPath();
  return own && isProgram(own) ? { path: own, origin: "Playwright's" } : null;
}

/** The same, fetched or installed where there is none. Says what it does on stderr. */
export async function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  say('No Chromium found: trying to fetch Playwright’s …');
  const fetchFailure = await fetchPlaywrights();
  if (fetchFailure) say(`  not fetched: ${fetchFailure}`);
  const fetched = findChromium();
  if (fetched) return fetched;
  const packageFailure = await installDebians();
  if (packageFailure) say(`  not installed: ${packageFailure}`);
  const installed = findChromium();
  if (installed) return installed;
  throw new ScriptError(
    'No Chromium for the end-to-end tests, and none could be had.',
    'Install Chromium or Chrome, or set DYNO_CHROMIUM to its program, and run the command again.',
  );
}

function playwrightsPath() {
  const ask = "process.stdout.write(require('@playwright/test').chromium.executablePath())";
  const answer = spawnSync(projectNode(), ['-e', ask], { cwd: root, encoding: 'utf8', timeout: 20_000 });
  return answer.status === 0 ? answer.stdout.trim() : null;
}

async function fetchPlaywrights() {
  const stall = new AbortController();
  let output = '';
  let timer = setTimeout(() => stall.abort(), STALL_MS);
  const { code } = await runGuarded(
    projectNode(),
    [inCheckout('node_modules', '@playwright', 'test', 'cli.js'), 'install', 'chromium', '--no-shell'],
    {
      cwd: root,
      stdout: 'pipe',
      stderr: 'pipe',
      signal: stall.signal,
      onOutput: (text) => {
        output += text;
        clearTimeout(timer);
        timer = setTimeout(() => stall.abort(), STALL_MS);
      },
    },
  );
  clearTimeout(timer);
  if (stall.signal.aborted) return `no progress for ${STALL_MS / 1000} s`;
  return code === 0 ? null : lastLine(output);
}

async function installDebians() {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) return 'this system has no apt-get';
  if (process.geteuid?.() !== 0) return 'installing a package needs root ("sudo apt-get install chromium")';
  say("Installing Debian's package chromium …");
  for (const args of [
    ['update', '-q'],
    ['install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-liberation'],
  ]) {
    let output = '';
    const { code } = await runGuarded('apt-get', args, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdout: 'pipe',
      stderr: 'pipe',
      signal: AbortSignal.timeout(APT_LIMIT_MS),
      onOutput: (text) => (output += text),
    });
    // A single dead package source fails the update; the package may still be had from another one.
    if (code !== 0 && args[0] === 'install') return lastLine(output);
  }
  return null;
}

const lastLine = (output) => output.trim().split('\n').filter(Boolean).at(-1)?.slice(0, 200) ?? 'no word why';

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
