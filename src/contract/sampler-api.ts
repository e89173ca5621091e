import type { HardwareSample } from './hardware.ts';

export interface SamplerApi {
  /** Starts or changes the tick; 2 Hz today. */
  start(hertz: number): Promise<void>;
  /** Which process is the measuring worker; null between runs. */
  watch(pid: number | null): Promise<void>;
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
  onSample(sample: HardwareSample): void;
}
