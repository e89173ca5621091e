/**
 * A tiny process between a script of ours and a long command: whatever becomes of the script, SIGKILL included,
 * its channel to this process closes, and this process ends the command with all that it started in its group.
 * Started by guarded.mjs; never by hand.
 */
import { spawn, spawnSync } from 'node:child_process';

const GRACE_MS = 4_000;
const POLL_MS = 50;
const onWindows = process.platform === 'win32';

const [command, ...args] = process.argv.slice(2);
if (!process.send || !command) {
  process.stderr.write('This program is a part of Dyno and is started by it, not by hand.\n');
  process.exit(2);
}

const child = spawn(command, args, {
  stdio: ['inherit', 'inherit', 'inherit'],
  detached: !onWindows,
  windowsHide: true,
});
let over = false;

child.on('error', (error) => finish({ type: 'failed', message: error.message }));
child.on('exit', (code, signal) => {
  // What the command left running in its group goes with it.
  signalGroup('SIGTERM');
  finish({ type: 'exit', code, signal });
});
if (child.pid !== undefined) process.send({ type: 'started', pid: child.pid });

process.on('message', (message) => {
  if (message.type === 'signal') signalGroup(message.signal);
  if (message.type === 'end') endGroup(() => undefined);
});
process.on('disconnect', () => endGroup(() => process.exit(0)));
// Signals for the command come through the channel; one sent to this process by mistake must not orphan it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => signalGroup(signal));

function finish(message) {
  if (over) return;
  over = true;
  if (!process.connected) return;
  process.send(message, () => process.connected && process.disconnect());
}

function endGroup(done) {
  signalGroup('SIGTERM');
  const deadline = Date.now() + GRACE_MS;
  const poll = setInterval(() => {
    if (Date.now() > deadline) signalGroup('SIGKILL');
    else if (groupAlive()) return;
    clearInterval(poll);
    done();
  }, POLL_MS);
}

function signalGroup(signal) {
  if (child.pid === undefined) return;
  if (onWindows) {
    if (!over) spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { windowsHide: true });
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}

function groupAlive() {
  if (child.pid === undefined) return false;
  if (onWindows) return !over;
  try {
    process.kill(-child.pid, 0);
    return true;
  } catch {
    return false;
  }
}
