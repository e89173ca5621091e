import type {
  HardwareChannel,
  HardwareDevice,
  HardwareSourceReport,
} from '../../contract/hardware-channels.ts';
import type { Bytes, Milliseconds } from '../../contract/units.ts';

/** A source at work: what the tick sees of it, wherever it is read. */
export interface Seat {
  readonly devices: readonly HardwareDevice[];
  readonly channels: readonly HardwareChannel[];
  /** It has other channels, devices or another state than when the catalog was made. */
  readonly isChanged: boolean;
  /** Whether it has found out what there is to read, if anything. */
  readonly isSettled: boolean;
  /** At another rate of ticks: nothing that it knows is lost. */
  retime(tickMs: Milliseconds): void;
  report(): HardwareSourceReport;
  /** Where its values belong from now on, as they are: its channels in order from `offset`. It is no longer changed. */
  place(values: Float64Array, marks: Uint8Array, offset: number): void;
  /** Reads it if it is due. `hasSlept`: nothing from before this tick can be compared with what comes. */
  visit(nowMs: Milliseconds, hasSlept: boolean): void;
  /** Asked now and then: have devices come or gone? */
  lookAround(nowMs: Milliseconds): void;
  gpuBytesOf(pid: number): Bytes | null;
  close(): void;
}

/** How often a source that has nothing here is looked for again. */
export const LOOK_AGAIN_MS = 20_000;
/** How long one that failed is left alone. */
export const RETRY_MS = 60_000;
