import type { HardwareCatalog, HardwareFrames, ProcessTable, SamplerHealth } from './hardware-channels.ts';
import type { Milliseconds } from './units.ts';

export interface SamplerApi {
  /** Starts or changes the tick: 1 to 100 Hz. The catalog comes first, as an event. */
  start(hertz: number): Promise<void>;
  /** Which process is the measuring worker, followed with its children at full rate; null between runs. */
  watch(pid: number | null): Promise<void>;
  /** Processes that are Dyno's own, so that the table can say so. */
  ownProcesses(pids: readonly number[]): Promise<void>;
  /** The whole process table is read only while somebody looks. */
  followProcesses(isOn: boolean): Promise<void>;
  /** The kernel's monotonic clock as this process sees it: for measuring the offset between two. */
  clock(): Promise<Milliseconds>;
  /** What the machine is; slow (systeminformation), so it is asked for once. */
  inventory(): Promise<Inventory>;
}

export interface Inventory {
  readonly cpuModel: string;
  readonly physicalCores: number | null;
  readonly gpus: readonly {
    readonly name: string;
    readonly memoryBytes: number | null;
    readonly driver: string | null;
  }[];
  readonly osName: string;
}

export interface SamplerEvents {
  onCatalog(catalog: HardwareCatalog): void;
  /** At most ten times a second, however fast it ticks. */
  onFrames(frames: HardwareFrames): void;
  onProcesses(table: ProcessTable): void;
  /** Once a second. */
  onHealth(health: SamplerHealth): void;
}
