import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const GUARD = fileURLToPath(new URL('./guard.mjs', import.meta.url));
const PARENT_POLL_MS = 300;
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** As shells count: 128 and the number of the signal. */
export function exitCodeOf(code, signal) {
  return signal ? 128 + (constants.signals[signal] ?? 0) : (code ?? 1);
}

/**
 * Runs a command that cannot outlive this process, not even when this process is killed with SIGKILL.
 * Resolves with how it ended; rejects where it could not be started.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, stdout?: 'inherit' | 'stderr' | 'pipe' | number, stderr?: 'inherit' | 'pipe' | number,
 *   stdin?: 'inherit' | 'ignore', onOutput?: (text: string, stream: 'stdout' | 'stderr') => void, signal?: AbortSignal }} [options]
 * @returns {Promise<{ code: number, signal: string | null }>}
 */
export function runGuarded(command, args, options = {}) {
  const { stdin = 'ignore', stdout = 'inherit', stderr = 'inherit', onOutput, signal: abort } = options;
  return new Promise((resolve, reject) => {
    const guard = spawn(process.execPath, [GUARD, command, ...args], {
      cwd: options.cwd,
      env: options.env ?? process.env,
      // A group of its own: what kills this process's whole group must leave the guard its moment to tidy up.
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: [stdin, stdout === 'stderr' ? 2 : stdout, stderr, 'ipc'],
    });
    let childPid = null;
    let outcome = null;

    guard.stdout?.setEncoding('utf8').on('data', (text) => onOutput?.(text, 'stdout'));
    guard.stderr?.setEncoding('utf8').on('data', (text) => onOutput?.(text, 'stderr'));
    guard.on('message', (message) => {
      if (message.type === 'started') childPid = message.pid;
      else outcome = message;
    });
    const forward = (signal) => void (guard.connected && guard.send({ type: 'signal', signal }));
    const listeners = FORWARDED.map((signal) => [signal, () => forward(signal)]);
    for (const [signal, listener] of listeners) process.on(signal, listener);
    const end = () => void (guard.connected && guard.send({ type: 'end' }));
    if (abort?.aborted) end();
    abort?.addEventListener('abort', end);

    const settle = () => {
      for (const [signal, listener] of listeners) process.off(signal, listener);
      abort?.removeEventListener('abort', end);
    };
    guard.on('error', (error) => {
      settle();
      reject(error);
    });
    guard.on('close', () => {
      settle();
      if (outcome?.type === 'failed') return reject(new Error(outcome.message));
      if (outcome) return resolve({ code: exitCodeOf(outcome.code, outcome.signal), signal: outcome.signal });
      // The guard itself was killed: what it guarded must not stay behind.
      killGroup(childPid);
      resolve({ code: 137, signal: 'SIGKILL' });
    });
  });
}

function killGroup(pid) {
  if (pid === null || process.platform === 'win32') return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}

/**
 * Calls back once when the program that started this one is gone. npm puts a shell between itself and us, which
 * outlives a killed npm: then that shell's parent counts as well.
 *
 * @param {() => void} onGone
 * @returns {() => void} ends the watch
 */
export function watchParent(onGone) {
  const parent = process.ppid;
  const above = process.env['npm_lifecycle_event'] === undefined ? null : parentOf(parent);
  const poll = setInterval(() => {
    const gone = process.ppid !== parent || (above !== null && parentOf(parent) !== above);
    if (!gone) return;
    clearInterval(poll);
    onGone();
  }, PARENT_POLL_MS);
  poll.unref();
  return () => clearInterval(poll);
}

/** Only Linux tells without another process; elsewhere the direct parent has to do. */
function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return null;
  }
}

/** A script's last resort: ends it, and by its channel whatever it guards, as soon as its parent is gone. */
export function endWithParent() {
  return watchParent(() => process.exit(143));
}
