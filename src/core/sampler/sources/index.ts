import { cpuClockSource } from './cpu-clock.ts';
import { cpuSource } from './cpu.ts';
import type { Source } from './types.ts';

/** Every source there is, in the order in which the catalog shows them. */
const SOURCES: readonly Source[] = [cpuSource, cpuClockSource];

export function sourcesFor(platform: string): readonly Source[] {
  return SOURCES.filter(({ platforms }) => platforms.includes(platform));
}
