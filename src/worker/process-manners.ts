import { writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';

/**
 * What a worker owes the machine, before anything else is loaded: where memory runs out the kernel takes it and
 * not the host, and the runtime tells nobody that it was used.
 */
export function mindManners(): void {
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
  // V8's middle compiler leaves the short call into the runtime in one of two forms, 3 µs apart, by what else the
  // process has loaded. Without it every process ends with the faster one.
  setFlagsFromString('--no-maglev');
  if (process.platform !== 'linux') return;
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    // Some containers forbid it: the kernel then chooses for itself.
  }
}
