import type { HardwareSample } from '../../../contract/hardware.ts';
import type { Milliseconds } from '../../../contract/units.ts';

/** All but the time and the sampler's own cost, which the tick loop adds. */
export type Reading = Omit<HardwareSample, 'at' | 'samplerCpuPercent'>;

/** One machine's sources behind one call. `passedMs` is the time since the last reading, for rates. */
export interface Machine {
  read(watchedPid: number | null, passedMs: Milliseconds): Reading | Promise<Reading>;
}
