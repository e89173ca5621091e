import type { Milliseconds } from '../../contract/units.ts';
import type { MachineFiles } from './sources/types.ts';

/** Linux counts a process's time in hundredths of a second for every program. */
const TICK_MS = 10;

/** Of programs that this process started: those that ended, and one that still runs. Nothing but 0 outside of Linux. */
export function childTime(files: Pick<MachineFiles, 'read'>, runningPid: number | null): Milliseconds {
  const ended = fields(files.read('/proc/self/stat'));
  const running = runningPid === null ? [] : fields(files.read(`/proc/${runningPid}/stat`));
  return ((ended[13] ?? 0) + (ended[14] ?? 0) + (running[11] ?? 0) + (running[12] ?? 0)) * TICK_MS;
}

/** After the name, which may itself hold blanks and brackets. */
function fields(stat: string | null): number[] {
  if (stat === null) return [];
  return stat
    .slice(stat.lastIndexOf(')') + 2)
    .trim()
    .split(' ')
    .map((field) => (Number.isFinite(Number(field)) ? Number(field) : 0));
}
