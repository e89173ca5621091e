import type { DynoError } from '../../contract/errors.ts';
import type {
  SliceLimits,
  WorkerEvents,
  WorkerJob,
  WorkerReady,
  WorkerResult,
} from '../../contract/worker-api.ts';
import type { ClockAlignment } from '../../contract/hardware-channels.ts';
import type { ChildExit } from '../ports.ts';

/** How a job ended: by itself, refused with a reason, or with its process gone. */
export type Outcome =
  | { readonly kind: 'result'; readonly result: WorkerResult }
  | { readonly kind: 'refused'; readonly error: DynoError }
  | { readonly kind: 'died'; readonly exit: ChildExit };

export interface Execution {
  readonly pid: number | undefined;
  /** Its process's clock against this one's, found out before it measures. Never rejects; null where it has none. */
  readonly alignment: Promise<ClockAlignment | null>;
  /** Never rejects. By the time it resolves the process is gone. */
  readonly outcome: Promise<Outcome>;
  /** Ends after the current iteration; the outcome is then a result with what there is. */
  stop(): void;
  /** Ends now; the outcome is then "died". */
  kill(): void;
}

/** A worker of its own that stays: loaded and warm, it measures when it is told. */
export interface SlicedExecution {
  readonly pid: number | undefined;
  /** Rejects with DynoError: refused, or WORKER_CRASHED. */
  readonly ready: Promise<WorkerReady>;
  /** Latencies in the order in which they were measured. Rejects as above. */
  slice(limits: SliceLimits): Promise<Float64Array>;
  /** Resolves when its process is gone. */
  end(): Promise<void>;
}

/** What measures. The scheduling around it can so be tested without a process and without a clock. */
export interface Executor {
  start(job: WorkerJob, events: WorkerEvents): Execution;
  open(job: WorkerJob, events: WorkerEvents): SlicedExecution;
}
