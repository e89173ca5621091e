import { amdgpuSource } from './amdgpu.ts';
import { batterySource } from './battery.ts';
import { cpuClockSource } from './cpu-clock.ts';
import { cpuSource } from './cpu.ts';
import { diskSource } from './disk.ts';
import { intelGpuSource } from './intel-gpu.ts';
import { memorySource } from './memory.ts';
import { networkSource } from './network.ts';
import { nvidiaSmiSource } from './nvidia-smi.ts';
import { createNvmlSource } from './nvml.ts';
import { pressureSource } from './pressure.ts';
import { processTreeSource } from './process-tree.ts';
import { processesSource } from './processes.ts';
import { raplSource } from './rapl.ts';
import { rocmSmiSource } from './rocm-smi.ts';
import { samplerSource } from './sampler.ts';
import { systemInformationSource } from './system-information.ts';
import { thermalSource } from './thermal.ts';
import type { Source } from './types.ts';

/** Every source there is, in the order in which the catalog shows them. */
const SOURCES: readonly Source[] = [
  cpuSource,
  cpuClockSource,
  pressureSource,
  memorySource,
  diskSource,
  networkSource,
  processTreeSource,
  raplSource,
  createNvmlSource(),
  nvidiaSmiSource,
  amdgpuSource,
  rocmSmiSource,
  intelGpuSource,
  thermalSource,
  batterySource,
  systemInformationSource,
  samplerSource,
  processesSource,
];

export function sourcesFor(platform: string): readonly Source[] {
  return SOURCES.filter(({ platforms }) => platforms.includes(platform));
}
