import { stat, statfs } from 'node:fs/promises';
import { cpus } from 'node:os';
import type { Environment } from '../../contract/hardware.ts';
import { numberIn, type KernelFiles } from '../engine/fitness/kernel-files.ts';
import { readMachineState } from '../engine/fitness/machine-state.ts';
import type { DiskKind, MachineFacts } from './machine-class.ts';

/** The disk is that of the data folder. */
export async function machineFacts(
  files: KernelFiles,
  { cpu, memoryBytes }: Pick<Environment, 'cpu' | 'memoryBytes'>,
  folder: string,
): Promise<MachineFacts> {
  const [disk, device] = await Promise.all([
    statfs(folder).catch(() => null),
    stat(folder).catch(() => null),
  ]);
  return {
    cores: cpu.physicalCores ?? cpu.cores,
    logicalCores: cpu.cores,
    allowedCores: readMachineState(files).allowedCores,
    gigahertz: highestClock(files, cpu.model),
    memoryBytes: memoryBytes > 0 ? memoryBytes : null,
    diskBytes: disk === null || disk.blocks <= 0 ? null : disk.blocks * disk.bsize,
    diskKind: device === null ? null : diskKind(files, device.dev),
  };
}

/** By cpufreq, which knows the turbo; else what the model's name says, or the system of the cores just now. */
export function highestClock(
  files: KernelFiles,
  model: string,
  now = cpus().map(({ speed }) => speed),
): number | null {
  const policies = files
    .list('/sys/devices/system/cpu/cpufreq')
    .map((policy) => numberIn(files.read(`/sys/devices/system/cpu/cpufreq/${policy}/cpuinfo_max_freq`)))
    .filter((kilohertz) => kilohertz !== null);
  if (policies.length > 0) return Math.max(...policies) / 1e6;
  const named = Number(/@\s*([\d.]+)\s*GHz/i.exec(model)?.[1] ?? Number.NaN);
  if (named > 0) return named;
  const most = Math.max(0, ...now);
  return most > 0 ? most / 1000 : null;
}

/** What a hypervisor hands in says that it turns unless told otherwise, whatever it lies on. */
const VIRTUAL = /^(vd|xvd|dm-|loop)/;

/** By the block device's own word; null for what has none: network, memory, a container's layers. */
export function diskKind(files: KernelFiles, device: number): DiskKind | null {
  // As Linux packs the two numbers of a device into one.
  const [major, minor] = [(device >> 8) & 0xfff, (device & 0xff) | ((device >> 12) & 0xfff00)];
  const folder = `/sys/dev/block/${major}:${minor}`;
  const name = /^DEVNAME=(.+)$/m.exec(files.read(`${folder}/uevent`) ?? '')?.[1] ?? '';
  if (name.startsWith('nvme')) return 'NVMe';
  // A partition has its queue at the whole disk.
  const turns = numberIn(
    files.read(`${folder}/queue/rotational`) ?? files.read(`${folder}/../queue/rotational`),
  );
  if (turns === null) return null;
  if (turns === 0) return 'SSD';
  return VIRTUAL.test(name) ? null : 'hard disk';
}
