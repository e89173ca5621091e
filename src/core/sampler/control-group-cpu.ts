import { MARKS } from '../../contract/hardware-channels.ts';
import type { Milliseconds } from '../../contract/units.ts';
import { bytesOf } from './byte-scanner.ts';
import { controlGroups } from './control-groups.ts';
import type { KeptFile, MachineFiles } from './sources/types.ts';

/** A group is held back by periods of a tenth of a second: less than some of them make no share. */
const PERIOD_MS = 1000;

interface CpuLimit {
  readonly version: 1 | 2;
  readonly folder: string;
  /** How many cores' time the group may use. */
  readonly cores: number;
}

/** Every group from this process's up that may use less than the machine has. */
export function cpuLimits(files: MachineFiles, machineCores: number): CpuLimit[] {
  const groups = controlGroups(files, 'cpu');
  if (groups === null) return [];
  return groups.folders.flatMap((folder) => {
    const [quota, period] =
      groups.version === 2
        ? (files.read(`${folder}/cpu.max`) ?? '').trim().split(' ').map(Number)
        : [`${folder}/cpu.cfs_quota_us`, `${folder}/cpu.cfs_period_us`].map((path) =>
            Number(files.read(path) ?? Number.NaN),
          );
    const cores = (quota ?? Number.NaN) / (period ?? Number.NaN);
    return cores > 0 && cores < machineCores ? [{ version: groups.version, folder, cores }] : [];
  });
}

interface Group {
  readonly limit: CpuLimit;
  readonly stat: KeptFile | null;
  readonly usage: KeptFile | null;
  usedMs: number;
  periods: number;
  throttled: number;
}

const [USAGE, PERIODS, THROTTLED] = ['usage_usec', 'nr_periods', 'nr_throttled'].map((word) =>
  bytesOf(`${word} `),
) as [Uint8Array, Uint8Array, Uint8Array];

/** How much of what its control groups allow is used: of the one that comes closest to its limit. */
export class ControlGroupCpu {
  readonly #groups: readonly Group[];
  #passedMs = Number.NaN;

  constructor(files: MachineFiles, limits: readonly CpuLimit[]) {
    const accounts = controlGroups(files, 'cpuacct')?.folders ?? [];
    const own = controlGroups(files, 'cpu')?.folders ?? [];
    this.#groups = limits.map((limit) => {
      const account = accounts.at(own.indexOf(limit.folder)) ?? limit.folder;
      return {
        limit,
        stat: files.keep(`${limit.folder}/cpu.stat`),
        usage: limit.version === 1 ? files.keep(`${account}/cpuacct.usage`) : null,
        usedMs: Number.NaN,
        periods: Number.NaN,
        throttled: Number.NaN,
      };
    });
  }

  /** Use and share of time held back, both of the tightest group; repeats between its own readings. */
  read(out: Float64Array, offset: number, marks: Uint8Array, column: number, passedMs: Milliseconds): void {
    this.#passedMs = Number.isNaN(passedMs) ? Number.NaN : this.#passedMs + passedMs;
    if (this.#passedMs < PERIOD_MS) {
      marks.fill(MARKS.repeat, column, column + 2);
      return;
    }
    let [use, held] = [Number.NaN, Number.NaN];
    for (const group of this.#groups) {
      const before = { ...group };
      read(group);
      const used = ((group.usedMs - before.usedMs) / this.#passedMs / group.limit.cores) * 100;
      const periods = group.periods - before.periods;
      const share = periods > 0 ? ((group.throttled - before.throttled) / periods) * 100 : periods * 0;
      if (used >= 0 && !(use > used)) use = used;
      if (share >= 0 && !(held > share)) held = share;
    }
    this.#passedMs = 0;
    out[offset] = use;
    out[offset + 1] = held;
    marks.fill(MARKS.fresh, column, column + 2);
  }

  close(): void {
    for (const { stat, usage } of this.#groups) {
      stat?.close();
      usage?.close();
    }
  }
}

function read(group: Group): void {
  const usage = group.usage?.scan()?.number();
  const stat = group.stat?.scan() ?? null;
  const field = (name: Uint8Array): number => {
    stat?.goTo(0);
    return stat?.findLine(name) === true ? stat.number() : Number.NaN;
  };
  // The scanner is one for all files: usage first, and then only stat.
  group.usedMs = group.limit.version === 1 ? (usage ?? Number.NaN) / 1e6 : field(USAGE) / 1000;
  group.periods = field(PERIODS);
  group.throttled = field(THROTTLED);
}
