import type { BackupReason, StoreCheck } from './upkeep.ts';
import type { Bytes, WallTime } from './units.ts';

/**
 * The process that looks after the store while its host goes on: what reads or writes all of it takes seconds. It may be
 * killed at any moment; what it does is whole or not at all.
 */
export interface KeeperApi {
  /** Copies the store while others read and write it. */
  copy(request: CopyRequest): Promise<KeptCopy>;
  /** Everything becomes as the backup has it, in one transaction; what was there is copied first. */
  restore(request: RestoreRequest): Promise<{ readonly before: KeptCopy; readonly runs: number }>;
  check(store: string): Promise<StoreCheck>;
  /** Removes these runs for good, each in a transaction of its own. */
  purge(store: string, runIds: readonly string[]): Promise<{ removed: number; freedBytes: Bytes }>;
  compact(store: string): Promise<{ beforeBytes: Bytes; afterBytes: Bytes }>;
}

export interface KeeperEvents {
  /** How far it is; null where that cannot be told. */
  onStep(share: number | null, text: string): void;
}

export interface CopyRequest {
  readonly store: string;
  /** A file, or a folder, in which it gets a name by its time, reason and runs. */
  readonly into: { readonly file: string } | { readonly folder: string };
  /** A folder that is there, such as another disk, for a second copy; a failure there does not undo the first. */
  readonly secondFolder: string | null;
  readonly reason: BackupReason;
  readonly at: WallTime;
}

export interface KeptCopy {
  readonly path: string;
  readonly bytes: Bytes;
  readonly runs: number;
  readonly secondPath: string | null;
  /** Why there is no second one, though one was asked for; null otherwise. */
  readonly secondProblem: string | null;
}

export interface RestoreRequest {
  readonly store: string;
  readonly from: string;
  /** Where what was there before is kept. */
  readonly folder: string;
  readonly at: WallTime;
}
