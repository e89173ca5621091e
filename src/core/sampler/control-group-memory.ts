import type { Bytes } from '../../contract/units.ts';
import { bytesOf } from './byte-scanner.ts';
import { controlGroups } from './control-groups.ts';
import type { KeptFile, MachineFiles } from './sources/types.ts';

interface MemoryLimit {
  readonly version: 1 | 2;
  readonly folder: string;
  readonly bytes: Bytes;
}

/** Every group from this process's up that may hold less than the machine has. */
export function memoryLimits(files: MachineFiles, machineBytes: Bytes): MemoryLimit[] {
  const groups = controlGroups(files, 'memory');
  if (groups === null) return [];
  const { version } = groups;
  return groups.folders.flatMap((folder) => {
    const text = files.read(`${folder}/${version === 2 ? 'memory.max' : 'memory.limit_in_bytes'}`);
    // "max", or a number beyond all memory, is no limit.
    const bytes = Number((text ?? '').trim() || Number.NaN);
    return bytes < machineBytes ? [{ version, folder, bytes }] : [];
  });
}

const INACTIVE = { 1: bytesOf('total_inactive_file '), 2: bytesOf('inactive_file ') };

/** What the group nearest to its limit holds. A file cache that is not in use would be given up first: not counted. */
export class ControlGroupMemory {
  readonly #groups: readonly { limit: MemoryLimit; usage: KeptFile | null; stat: KeptFile | null }[];
  usedBytes: Bytes = Number.NaN;
  percent = Number.NaN;

  constructor(files: MachineFiles, limits: readonly MemoryLimit[]) {
    this.#groups = limits.map((limit) => ({
      limit,
      usage: files.keep(
        `${limit.folder}/${limit.version === 2 ? 'memory.current' : 'memory.usage_in_bytes'}`,
      ),
      stat: files.keep(`${limit.folder}/memory.stat`),
    }));
  }

  read(): void {
    this.usedBytes = Number.NaN;
    this.percent = Number.NaN;
    for (const { limit, usage, stat } of this.#groups) {
      const held = usage?.scan()?.number() ?? Number.NaN;
      const text = stat?.scan() ?? null;
      const cached = text?.findLine(INACTIVE[limit.version]) === true ? text.number() : 0;
      const used = Math.max(0, held - cached);
      const percent = limit.bytes > 0 ? (used / limit.bytes) * 100 : Number.NaN;
      if (percent <= this.percent || Number.isNaN(percent)) continue;
      this.percent = percent;
      this.usedBytes = used;
    }
  }

  close(): void {
    for (const { usage, stat } of this.#groups) {
      usage?.close();
      stat?.close();
    }
  }
}
