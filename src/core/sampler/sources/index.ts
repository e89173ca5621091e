import { amdgpuSource } from './amdgpu.ts';
import { cpuClockSource } from './cpu-clock.ts';
import { cpuSource } from './cpu.ts';
import { intelGpuSource } from './intel-gpu.ts';
import { nvidiaSmiSource } from './nvidia-smi.ts';
import type { Source } from './types.ts';

/** Every source there is, in the order in which the catalog shows them. */
const SOURCES: readonly Source[] = [cpuSource, cpuClockSource, nvidiaSmiSource, amdgpuSource, intelGpuSource];

export function sourcesFor(platform: string): readonly Source[] {
  return SOURCES.filter(({ platforms }) => platforms.includes(platform));
}
