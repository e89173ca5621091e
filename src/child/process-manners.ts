import { writeFileSync } from 'node:fs';

/**
 * What a child that runs native code owes the machine, before anything else is loaded: where memory runs out the kernel
 * takes it and not the host, and the runtime tells nobody that it was used.
 */
export function mindManners(): void {
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
  if (process.platform !== 'linux') return;
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    // Some containers forbid it: the kernel then chooses for itself.
  }
}

/** At once: to leave in order would be to wait for the iteration that the working thread is in. */
export function endAtOnce(): void {
  process.kill(process.pid, 'SIGKILL');
}
