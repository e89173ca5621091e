import type { DoctorCheck } from '../../contract/hardware.ts';
import { formatBytes, formatNumber } from '../../contract/units.ts';

export type DiskKind = 'hard disk' | 'SSD' | 'NVMe';

/** What a machine is classed by; null is not told here, which neither lifts nor holds it. */
export interface MachineFacts {
  /** Physical ones, where they are told. */
  readonly cores: number | null;
  /** What this process may use of them. */
  readonly allowedCores: number | null;
  readonly logicalCores: number;
  /** The highest that a core reaches. */
  readonly gigahertz: number | null;
  readonly memoryBytes: number | null;
  readonly diskBytes: number | null;
  readonly diskKind: DiskKind | null;
}

interface MachineClass {
  readonly name: string;
  readonly cores: number;
  readonly gigahertz: number;
  readonly memoryGB: number;
  readonly diskGB: number;
  readonly diskKind: DiskKind;
}

const CLASSES: readonly MachineClass[] = [
  { name: 'minimum', cores: 4, gigahertz: 2.5, memoryGB: 8, diskGB: 100, diskKind: 'SSD' },
  { name: 'recommended', cores: 8, gigahertz: 3, memoryGB: 32, diskGB: 500, diskKind: 'NVMe' },
  { name: 'high', cores: 16, gigahertz: 3.5, memoryGB: 64, diskGB: 1000, diskKind: 'NVMe' },
];

const DISKS: readonly DiskKind[] = ['hard disk', 'SSD', 'NVMe'];
const GB = 1e9;
/** Firmware, graphics and file systems keep some of what a machine was sold with. */
const SOLD = 0.92;

interface Part {
  readonly id: string;
  readonly title: string;
  readonly has: string;
  /** Null where it is not told. */
  readonly reaches: (of: MachineClass) => boolean | null;
  readonly wants: (of: MachineClass) => string;
}

/** A line for each part with the class that it reaches, and the class of the whole with what keeps it from the next. */
export function classify(facts: MachineFacts): readonly DoctorCheck[] {
  const parts = partsOf(facts);
  const reached = CLASSES.filter((of) => parts.every(({ reaches }) => reaches(of) !== false)).at(-1) ?? null;
  const next = CLASSES[reached === null ? 0 : CLASSES.indexOf(reached) + 1] ?? null;
  const lacks = next === null ? [] : parts.filter(({ reaches }) => reaches(next) === false);
  const untold = parts.filter(({ reaches }) => reaches(CLASSES[0] as MachineClass) === null);
  const detail = [
    reached === null ? 'Below the minimum.' : `${capital(reached.name)}.`,
    lacks.length === 0
      ? ''
      : `For ${next?.name}: ${lacks.map((part) => part.wants(next as MachineClass)).join(', ')}.`,
    untold.length === 0
      ? ''
      : `Not told here, and left out: ${untold.map(({ title }) => title.toLowerCase()).join(', ')}.`,
  ];
  return [
    {
      id: 'machine-class',
      title: 'Machine class',
      state: reached === null ? 'warning' : 'ok',
      detail: detail.filter(Boolean).join(' '),
      nextStep: reached === null ? 'Small models still run; choose the level “basic”.' : '',
    },
    ...parts.map((part) => partCheck(part)),
    affinity(facts),
  ];
}

function partCheck({ id, title, has, reaches }: Part): DoctorCheck {
  const known = CLASSES.map((of) => reaches(of));
  if (known.includes(null)) {
    return {
      id: `machine-${id}`,
      title,
      state: 'missing',
      detail: `${has === '' ? 'not' : `${has}; the rest is not`} told by this system`,
      nextStep: 'Nothing to do: the class is judged without it.',
    };
  }
  const best = CLASSES.filter((_, index) => known[index] === true).at(-1)?.name ?? null;
  return {
    id: `machine-${id}`,
    title,
    state: best === null ? 'warning' : 'ok',
    detail: `${has}: ${best ?? 'below the minimum'}`,
    nextStep: best === null ? 'Expect long times, and choose small levels.' : '',
  };
}

function partsOf({ cores, gigahertz, memoryBytes, diskBytes, diskKind }: MachineFacts): readonly Part[] {
  return [
    {
      id: 'cores',
      title: 'Cores',
      has: cores === null ? '' : String(cores),
      reaches: (of) => (cores === null ? null : cores >= of.cores),
      wants: (of) => `${of.cores} cores (there are ${cores})`,
    },
    {
      id: 'clock',
      title: 'Clock',
      has: gigahertz === null ? '' : `${formatNumber(gigahertz)} GHz at most`,
      reaches: (of) => (gigahertz === null ? null : gigahertz >= of.gigahertz - 0.005),
      wants: (of) => `${of.gigahertz.toFixed(1)} GHz (it reaches ${formatNumber(gigahertz)})`,
    },
    {
      id: 'memory',
      title: 'Memory size',
      has: memoryBytes === null ? '' : formatBytes(memoryBytes),
      reaches: (of) => (memoryBytes === null ? null : memoryBytes >= of.memoryGB * GB * SOLD),
      wants: (of) => `${of.memoryGB} GB of memory (it has ${formatBytes(memoryBytes)})`,
    },
    {
      id: 'disk-size',
      title: 'Disk size',
      has: diskBytes === null ? '' : formatBytes(diskBytes),
      reaches: (of) => (diskBytes === null ? null : diskBytes >= of.diskGB * GB * SOLD),
      wants: (of) => `a disk of ${of.diskGB} GB (it holds ${formatBytes(diskBytes)})`,
    },
    {
      id: 'disk-kind',
      title: 'Disk kind',
      has: diskKind ?? '',
      reaches: (of) => (diskKind === null ? null : DISKS.indexOf(diskKind) >= DISKS.indexOf(of.diskKind)),
      wants: (of) => `an ${of.diskKind} disk (it is a${diskKind === 'hard disk' ? ' ' : 'n '}${diskKind})`,
    },
  ];
}

/** A process that may use some cores alone measures a smaller machine than this one. */
function affinity({ allowedCores, logicalCores }: MachineFacts): DoctorCheck {
  const base = { id: 'affinity', title: 'Affinity' } as const;
  if (allowedCores === null) {
    const nextStep = 'Nothing to do: runs are judged without it.';
    return {
      ...base,
      state: 'missing',
      detail: 'This system does not tell which cores Dyno may use.',
      nextStep,
    };
  }
  return allowedCores >= logicalCores
    ? { ...base, state: 'ok', detail: `Dyno may use all ${logicalCores} logical cores.`, nextStep: '' }
    : {
        ...base,
        state: 'warning',
        detail: `Dyno may use ${allowedCores} of ${logicalCores} logical cores.`,
        nextStep: 'Start it without taskset, or raise the container’s cpuset, to measure the whole machine.',
      };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
