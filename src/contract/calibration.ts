import type { Provider } from './run.ts';
import type { WallTime } from './units.ts';

export const CALIBRATED_METRICS = [
  'p50',
  'mean',
  'p90',
  'p95',
  'p99',
  'load',
  'first-run',
  'memory',
] as const;
export type CalibratedMetric = (typeof CALIBRATED_METRICS)[number];

export interface NoiseFloor {
  readonly metric: CalibratedMetric;
  /** Share by which two processes of the same model differ, 19 times in 20. */
  readonly floor: number;
  /** Sample deviation of the logarithm of A over A. */
  readonly spread: number;
  readonly pairs: number;
}

/** A against A on this machine: how much two measurements of the same thing differ. */
export interface Calibration {
  readonly id: string;
  /** What must be the same for it to hold: host, CPU, cores, runtime, provider. */
  readonly machine: string;
  readonly provider: Provider;
  /** What was measured against itself. */
  readonly models: readonly string[];
  readonly at: WallTime;
  readonly floors: readonly NoiseFloor[];
}

export interface CalibrationRequest {
  readonly provider?: Provider;
  /** Demo models of several sizes unless said. */
  readonly models?: readonly string[];
  readonly pairs?: number;
  readonly wait?: boolean;
  readonly executor?: string;
}

export interface CalibrationProgress {
  readonly id: string;
  readonly step: string;
  readonly done: number;
  readonly wanted: number;
  readonly waitingFor: string | null;
  readonly status: 'running' | 'done' | 'failed' | 'stopped';
}

/** The calls of DynoApi about this machine's noise. */
export interface CalibrationApi {
  /** Resolves when it is over; progress comes as events. */
  calibrate(request: CalibrationRequest): Promise<Calibration>;
  stopCalibration(): Promise<void>;
  /** The newest for each machine and provider. */
  listCalibrations(): Promise<readonly Calibration[]>;
}
