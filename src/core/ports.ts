import type { DoctorCheck } from '../contract/hardware.ts';
import type { ImporterApi, ImporterEvents } from '../contract/importer-api.ts';
import type { KeeperApi, KeeperEvents } from '../contract/keeper-api.ts';
import type { ProberApi, ProberEvents } from '../contract/prober-api.ts';
import type { SamplerApi, SamplerEvents } from '../contract/sampler-api.ts';
import type { WorkerApi, WorkerEvents } from '../contract/worker-api.ts';
import type { ModelRef } from '../contract/model.ts';
import type { ExportedFile } from '../contract/exported-file.ts';
import type { WallTime } from '../contract/units.ts';
import type { Connection } from '../contract/rpc.ts';

/** A child process with a typed voice. It may die at any moment; nothing else of it leaks into the core. */
export interface Child<Api extends object, Events extends object> {
  readonly pid: number | undefined;
  readonly connection: Connection<Api, Events>;
  /** Resolves once, when the process is gone, with how it went. */
  readonly exited: Promise<ChildExit>;
  kill(): void;
}

export interface ChildExit {
  readonly code: number | null;
  readonly signal: string | null;
  /** The end of what it wrote to stderr: native libraries say their last words there. */
  readonly lastWords: string;
}

export interface Log {
  debug(message: string): void;
  warn(message: string): void;
  error(message: string, error?: unknown): void;
}

/** All that the host gives the core: the core cannot tell Electron from plain Node. */
export interface CorePorts {
  readonly version: string;
  readonly host: 'desktop' | 'browser';
  readonly clock: {
    /** The kernel's monotonic clock in milliseconds: the same in all of Dyno's processes. */
    monotonic(): number;
    wall(): WallTime;
  };
  readonly paths: {
    /** The store and all that must survive. */
    readonly data: string;
    /** Demo models and uploads: can be made again. */
    readonly models: string;
    /** The machine-wide lock file, one per machine and not per data folder. */
    readonly machineLock: string;
  };
  readonly log: Log;
  launchWorker(events: WorkerEvents): Child<WorkerApi, WorkerEvents>;
  launchSampler(events: SamplerEvents): Child<SamplerApi, SamplerEvents>;
  /** The process of Dyno's own kernels. */
  launchProber(events: ProberEvents): Child<ProberApi, ProberEvents>;
  /** The process that reads traces; one for each that is open. */
  launchImporter(events: ImporterEvents): Child<ImporterApi, ImporterEvents>;
  /** The process that looks after the store; one for each piece of work. */
  launchKeeper(events: KeeperEvents): Child<KeeperApi, KeeperEvents>;
  /** What only the host can say of itself, for the doctor's report. */
  readonly checks?: () => Promise<readonly DoctorCheck[]>;
  /** Native dialogs; absent in the browser and on the command line. */
  readonly dialogs?: {
    pickModelFile(): Promise<ModelRef | null>;
    pickTraceFile(): Promise<string | null>;
    saveFile(file: ExportedFile): Promise<string | null>;
  };
}
