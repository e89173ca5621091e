import { formatDuration, formatPercent } from '../../../../contract/units.ts';
import { passedMs, type Conditions } from '../conditions.ts';
import { graded, unknown } from '../finding.ts';
import type { TrustRule } from './types.ts';

/**
 * In cores. An idle system with its services takes one or two hundredths of a core; a tenth is somebody at work, and
 * half a core takes caches and clock from whoever measures. On large machines a share of the whole counts.
 */
const WARNING = { cores: 0.1, share: 0.05 };
const BAD = { cores: 0.5, share: 0.25 };
/** The kernel counts in ticks of ten milliseconds on each core. */
const SHORTEST_MS = 200;

export const otherLoad: TrustRule = {
  about: 'machine',
  judge(conditions) {
    const { running, state } = conditions;
    if (running === null || state === null) return unknown('The machine was not read around this run.');
    const passed = passedMs(running);
    if (passed < SHORTEST_MS)
      return unknown(
        `The run was too short to tell: ${formatDuration(passed)} in all, counted in 10 ms ticks.`,
      );
    const { cores } = state.after;
    const busy = busyMs(conditions);
    const own = ownMs(conditions);
    if (busy === null || own === null)
      return unknown('This system does not tell what its processors and Dyno’s processes used.');
    const others = Math.min(cores, Math.max(0, (busy - own) / passed));
    const limits = {
      warning: Math.max(WARNING.cores, WARNING.share * cores),
      bad: Math.max(BAD.cores, BAD.share * cores),
    };
    return graded(others, limits, 'cores', {
      detail: `Other programs kept ${others.toFixed(2)} of ${cores} cores busy${pressureWords(conditions)}.`,
      nextStep: 'Close other programs (a browser that shows Dyno counts too), then measure again.',
    });
  },
};

/** The kernel's pressure counts Dyno's own processes too: it shows how tight it was, not who pressed. */
function pressureWords({ hardware }: Conditions): string {
  const known = hardware.map(({ cpuWaitPercent }) => cpuWaitPercent).filter((percent) => percent !== null);
  if (known.length === 0) return '';
  const mean = known.reduce((sum, percent) => sum + percent, 0) / known.length;
  return `; somebody waited for one during ${formatPercent(mean)} of the time`;
}

function busyMs({ running }: Conditions): number | null {
  if (running === null || running.before.cpu === null || running.after.cpu === null) return null;
  return running.after.cpu.busyMs - running.before.cpu.busyMs;
}

/** Where processes cannot be followed: this program, and the worker by its own account. */
function ownMs({ running, run }: Conditions): number | null {
  if (running === null) return null;
  const { before, after } = running;
  if (before.dynoCpuMs !== null && after.dynoCpuMs !== null) return after.dynoCpuMs - before.dynoCpuMs;
  const worker = run.resources?.cpuMs ?? null;
  return worker === null ? null : after.hostCpuMs - before.hostCpuMs + worker;
}
