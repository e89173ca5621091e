import type { UpkeepSettings } from '../../../contract/upkeep.ts';
import type { WallTime } from '../../../contract/units.ts';
import type { BackupFacts } from './backup-name.ts';

const DAY_MS = 86_400e3;

/** When the next backup by itself is due; null: never. A store without any waits as long as one with a fresh one. */
export function nextBackupAt(
  { backupDays }: Pick<UpkeepSettings, 'backupDays'>,
  backups: readonly BackupFacts[],
  firstRunAt: WallTime | null,
): WallTime | null {
  if (backupDays === null || firstRunAt === null) return null;
  const newest = backups.reduce<WallTime | null>(
    (latest, { at, reason }) => (reason === 'before-restore' ? latest : Math.max(latest ?? at, at)),
    null,
  );
  return (newest ?? firstRunAt) + backupDays * DAY_MS;
}

/** Which of them may go. Those from before a restore are counted apart: several restores push out no backup. */
export function outlivedBackups<Backup extends BackupFacts>(
  backups: readonly Backup[],
  kept: number,
): readonly Backup[] {
  const newestFirst = [...backups].sort((a, b) => b.at - a.at);
  const undo = newestFirst.filter(({ reason }) => reason === 'before-restore');
  const others = newestFirst.filter(({ reason }) => reason !== 'before-restore');
  return [...others.slice(kept), ...undo.slice(kept)];
}
