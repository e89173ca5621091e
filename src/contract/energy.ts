import type { HardwareSourceId } from './hardware-channels.ts';
import type { Percent, Seconds } from './units.ts';

/** How joules came about: a counter in the hardware, or power samples put together. */
export type EnergyMethod = 'counter' | 'integrated-power';

/** One device's energy while a run measured. */
export interface DeviceEnergy {
  readonly device: string;
  readonly deviceName: string;
  readonly source: HardwareSourceId;
  readonly method: EnergyMethod;
  readonly seconds: Seconds;
  readonly joules: number;
  /** The true value lies within ± this, by the sensor's and the method's known errors. */
  readonly errorJoules: number;
  /** What the error is made of, in words: "±5 % of the sensor, one counter step of 0.1 J at each end". */
  readonly errorWords: string;
  /** Power before the worker started; null where it was not seen idle. */
  readonly idleWatts: number | null;
  readonly aboveIdleJoules: number | null;
}

/** C5. All of it measured: a device without a meter is named among `unmetered`, and not counted as nothing. */
export interface RunEnergy {
  readonly devices: readonly DeviceEnergy[];
  readonly unmetered: readonly { readonly deviceName: string; readonly reason: string }[];
  /** Of the metered devices together; null where none is, as are all below: `unmetered` then says why. */
  readonly joules: number | null;
  readonly errorPercent: Percent | null;
  readonly meanWatts: number | null;
  readonly perInferenceJoules: number | null;
  readonly perSampleJoules: number | null;
  readonly perTokenJoules: number | null;
  /** Operations per joule, which is operations per second and watt; null where the FLOPs are not known. */
  readonly operationsPerJoule: number | null;
  /** The same with the idle power taken off; null where no device was seen idle. */
  readonly aboveIdle: { readonly joules: number; readonly perInferenceJoules: number | null } | null;
}
