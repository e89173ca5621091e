import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inCheckout, projectNode, readJsonOr, root, say } from './checkout.mjs';
import { runGuarded } from './guarded.mjs';

const PACKAGE = inCheckout('node_modules', 'electron');
const REMEMBERED = inCheckout('node_modules', '.dyno-electron.json');
const STALL_MS = 8_000;
const POLL_MS = 500;
const DAY_MS = 86_400_000;

/** Electron's program, or null where its runtime was not fetched. */
export function electronProgram() {
  try {
    const relative = readFileSync(join(PACKAGE, 'path.txt'), 'utf8').trim();
    const program = join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(PACKAGE, 'dist'), relative);
    return existsSync(program) ? program : null;
  } catch {
    return null;
  }
}

/**
 * Electron's program, fetched if need be. A fetch without progress for eight seconds is given up, and not tried
 * again for a day unless it is insisted on.
 *
 * @param {{ insist: boolean }} options
 * @returns {Promise<{ program: string } | { reason: string }>}
 */
export async function obtainElectron({ insist }) {
  const present = electronProgram();
  if (present) return { program: present };
  const version = readJsonOr(join(PACKAGE, 'package.json'))?.version;
  if (!version) return { reason: 'the electron package is not installed' };
  const failed = readJsonOr(REMEMBERED);
  if (!insist && failed?.version === version && Date.now() - failed.at < DAY_MS)
    return { reason: failed.reason };

  const reason = await fetchRuntime(version);
  const program = electronProgram();
  if (program) return { program };
  writeFileSync(REMEMBERED, JSON.stringify({ version, at: Date.now(), reason }));
  return { reason };
}

async function fetchRuntime(version) {
  say(`Fetching Electron ${version} (once, about 120 MB) …`);
  const stall = new AbortController();
  let output = '';
  let seen = '';
  let lastProgress = Date.now();
  const watch = setInterval(() => {
    const now = downloadedSoFar();
    if (now !== seen) {
      seen = now;
      lastProgress = Date.now();
    } else if (Date.now() - lastProgress > STALL_MS) stall.abort();
  }, POLL_MS);
  try {
    const { code } = await runGuarded(projectNode(), [join(PACKAGE, 'install.js')], {
      cwd: root,
      stdout: 'pipe',
      stderr: 'pipe',
      signal: stall.signal,
      onOutput: (text) => (output += text),
    });
    if (code === 0) return 'the fetched archive holds no program';
  } finally {
    clearInterval(watch);
  }
  return stall.signal.aborted
    ? `no answer from its download page within ${STALL_MS / 1000} s`
    : reasonIn(output);
}

/** @electron/get writes to a folder of its own below the temporary one, then the archive is unpacked into dist. */
function downloadedSoFar() {
  const sizes = [join(PACKAGE, 'dist')].map(sizeOf);
  for (const name of listing(tmpdir())) {
    if (name.startsWith('electron-download-')) {
      for (const file of listing(join(tmpdir(), name))) sizes.push(sizeOf(join(tmpdir(), name, file)));
    }
  }
  return sizes.join(' ');
}

function sizeOf(path) {
  try {
    const entry = statSync(path);
    return entry.isDirectory() ? listing(path).length : entry.size;
  } catch {
    return 0;
  }
}

function listing(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

export function reasonIn(output) {
  const code =
    /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOSPC|EACCES|EROFS)\b/.exec(
      output,
    )?.[1];
  const words = {
    ENOSPC: 'the disk is full',
    EACCES: 'its folder is not writable',
    EROFS: 'its folder is not writable',
  };
  if (code) return `${words[code] ?? 'its download page cannot be reached'}, ${code}`;
  if (/fetch failed/.test(output)) return 'its download page cannot be reached';
  const status = /Response code (\d{3})|status(?:Code)?:? (\d{3})/i.exec(output);
  if (status) return `its download page answered ${status[1] ?? status[2]}`;
  const first = /(?:^|\n)\s*(?:\w*Error): (.+)/.exec(output)?.[1] ?? output.trim().split('\n')[0];
  return first ? first.slice(0, 120) : 'the fetch failed';
}

/** Why this machine cannot show a window of Electron's even with the runtime; null where it can. */
export function whyNoWindow(env = process.env, platform = process.platform, uid = process.geteuid?.()) {
  if (platform !== 'linux') return null;
  if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return 'there is no display';
  if (uid === 0) return "Electron's sandbox does not run as root";
  return null;
}
