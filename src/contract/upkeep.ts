import type { Bytes, Milliseconds, WallTime } from './units.ts';

/** How the store is looked after. */
export interface UpkeepSettings {
  /** Runs older than this go into the bin, from which they can be brought back for 30 days; null: never. 12 unless said. */
  readonly keepMonths: number | null;
  /** Days between two backups; null: none by itself. 7 unless said. */
  readonly backupDays: number | null;
  /** So many of them are kept. 4 unless said. */
  readonly backupsKept: number;
  /** A second place for each backup, such as another disk; null: only in the data folder. */
  readonly secondFolder: string | null;
}

export const UPKEEP_DEFAULTS: UpkeepSettings = {
  keepMonths: 12,
  backupDays: 7,
  backupsKept: 4,
  secondFolder: null,
};

export interface Backup {
  readonly path: string;
  readonly at: WallTime;
  readonly bytes: Bytes;
  readonly runs: number | null;
  /** By hand, by the calendar, or before a restore. */
  readonly reason: BackupReason;
  /** Its copy in the second folder; null where there is none. */
  readonly secondPath: string | null;
}

export const BACKUP_REASONS = ['asked', 'weekly', 'before-restore'] as const;
export type BackupReason = (typeof BACKUP_REASONS)[number];

export interface RestoreReport {
  readonly from: string;
  /** What the store held before, kept as a backup of its own. */
  readonly before: Backup;
  readonly runs: number;
  readonly tookMs: Milliseconds;
}

/** What a look through the whole store found. */
export interface StoreCheck {
  readonly ok: boolean;
  readonly bytes: Bytes;
  readonly freeBytes: Bytes;
  readonly runs: number;
  readonly samples: number;
  /** SQLite's own findings and those of what Dyno keeps; empty where all is well. */
  readonly findings: readonly string[];
  readonly repaired: readonly string[];
  readonly tookMs: Milliseconds;
}

export interface PruneRequest {
  /** Left out: as in the settings. */
  readonly keepMonths?: number;
  /** Empties the bin of these runs at once instead of after 30 days. */
  readonly forGood?: boolean;
}

/** What a clearing takes, and what it leaves and why; nothing is removed that was not announced. */
export interface PrunePlan {
  readonly before: WallTime;
  readonly runIds: readonly string[];
  readonly bytes: Bytes;
  readonly kept: readonly {
    readonly reason: KeptBecause;
    readonly runs: number;
  }[];
  /** In the bin for more than 30 days: gone for good with the next start. */
  readonly binned: number;
}

/** "brought-back": out of the bin, into which retention had put it; it does so once only. */
export const KEPT_BECAUSE = ['baseline', 'pinned', 'tagged', 'compared', 'brought-back'] as const;
export type KeptBecause = (typeof KEPT_BECAUSE)[number];

export interface PruneReport extends PrunePlan {
  readonly movedToBin: number;
  readonly removed: number;
  readonly freedBytes: Bytes;
}

export interface UpkeepState {
  readonly settings: UpkeepSettings;
  readonly backups: readonly Backup[];
  readonly storeBytes: Bytes;
  readonly freeBytes: Bytes;
  readonly runs: number;
  readonly nextBackupAt: WallTime | null;
  readonly plan: PrunePlan;
  /** What retention has moved into the bin last and is still there; null: nothing. */
  readonly lastMoved: { readonly at: WallTime; readonly runIds: readonly string[] } | null;
  /** Why the last backup by itself, or its copy in the second folder, could not be made; null: it could. */
  readonly problem: string | null;
}

export interface UpkeepProgress {
  readonly act: 'backup' | 'restore' | 'check' | 'prune' | 'compact';
  readonly share: number | null;
  readonly text: string;
}

/** The calls of DynoApi about the store itself. */
export interface UpkeepApi {
  upkeep(): Promise<UpkeepState>;
  setUpkeep(settings: Partial<UpkeepSettings>): Promise<UpkeepSettings>;
  /** While others read and write; into the data folder's own, unless a file is named. */
  backupStore(path?: string): Promise<Backup>;
  /** Everything becomes as the backup has it; what was there is kept first. Refused while anything is measured. */
  restoreStore(path: string): Promise<RestoreReport>;
  checkStore(): Promise<StoreCheck>;
  planPrune(request: PruneRequest): Promise<PrunePlan>;
  pruneStore(request: PruneRequest): Promise<PruneReport>;
  /** Gives free pages back to the disk. */
  compactStore(): Promise<{ readonly beforeBytes: Bytes; readonly afterBytes: Bytes }>;
}
