import { availableParallelism, cpus } from 'node:os';
import type { MachineState } from '../../analysis/trust/conditions.ts';
import { groupCores, groupMemory } from './control-groups.ts';
import { numberIn, type KernelFiles } from './kernel-files.ts';

const CPU = '/sys/devices/system/cpu';
const POWER = '/sys/class/power_supply';

/** How this machine is set, as far as its kernel tells. */
export function readMachineState(files: KernelFiles): MachineState {
  const cores = Math.max(cpus().length, availableParallelism());
  const policies = files
    .list(`${CPU}/cpufreq`)
    .filter((name) => name.startsWith('policy'))
    .map((name) => `${CPU}/cpufreq/${name}`);
  const governors = distinct(files, policies, 'scaling_governor');
  return {
    cores,
    allowedCores: allowedCores(files.read('/proc/self/status') ?? ''),
    groupCores: groupCores(files),
    groupMemory: groupMemory(files),
    governors: governors.length === 0 ? null : governors,
    energyPreferences: distinct(files, policies, 'energy_performance_preference'),
    turbo: turbo(files),
    power: power(files),
    throttleEvents: throttleEvents(files),
    isVirtual: /^flags\s*:.*\bhypervisor\b/m.test(files.read('/proc/cpuinfo') ?? ''),
  };
}

function distinct(files: KernelFiles, folders: readonly string[], name: string): readonly string[] {
  const values = folders.map((folder) => files.read(`${folder}/${name}`)?.trim() ?? '').filter(Boolean);
  return [...new Set(values)];
}

/** Ranges as in "Cpus_allowed_list: 0-3,8". */
function allowedCores(status: string): number | null {
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1];
  if (list === undefined) return null;
  const counts = list.split(',').map((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return last - first + 1;
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

function turbo(files: KernelFiles): boolean | null {
  const off = numberIn(files.read(`${CPU}/intel_pstate/no_turbo`));
  if (off !== null) return off === 0;
  const boost = numberIn(files.read(`${CPU}/cpufreq/boost`));
  return boost === null ? null : boost === 1;
}

/** A system with a battery that says "Discharging" lives on it, whatever else is plugged in. */
function power(files: KernelFiles): MachineState['power'] {
  const supplies = files.list(POWER);
  if (supplies.length === 0) return files.list('/sys/class').includes('power_supply') ? 'no-battery' : null;
  const of = (name: string, field: string): string => files.read(`${POWER}/${name}/${field}`)?.trim() ?? '';
  // Mice and headphones have batteries too: theirs have the scope of a device.
  const batteries = supplies.filter(
    (name) => of(name, 'type') === 'Battery' && of(name, 'scope') !== 'Device',
  );
  if (batteries.length === 0) return 'no-battery';
  return batteries.some((name) => of(name, 'status') === 'Discharging') ? 'battery' : 'mains';
}

function throttleEvents(files: KernelFiles): number | null {
  const counts = files
    .list(CPU)
    .filter((name) => /^cpu\d+$/.test(name))
    .map((name) => numberIn(files.read(`${CPU}/${name}/thermal_throttle/core_throttle_count`)))
    .filter((count) => count !== null);
  if (counts.length === 0) return null;
  // Cores of one package all tell the package's count: the first one's stands for a machine of one.
  const ofPackage = numberIn(files.read(`${CPU}/cpu0/thermal_throttle/package_throttle_count`)) ?? 0;
  return counts.reduce((sum, count) => sum + count, ofPackage);
}
