import type { HardwareWatch } from '../engine/hardware-watch.ts';

/** What the sampler tells, as the monitor sees it. */
export type HardwareFeed = Pick<
  HardwareWatch,
  'want' | 'wantProcesses' | 'observe' | 'catalog' | 'frames' | 'processes' | 'health' | 'alignment'
>;
