import { BACKUP_REASONS, type BackupReason } from '../../../contract/upkeep.ts';
import type { WallTime } from '../../../contract/units.ts';

/** What the name of a backup that Dyno named says of it, so that a folder of them is read without opening any. */
export interface BackupFacts {
  readonly at: WallTime;
  readonly reason: BackupReason;
  readonly runs: number;
}

const NAME = new RegExp(
  `^dyno-(\\d{4})-(\\d\\d)-(\\d\\d)-(\\d\\d)(\\d\\d)(\\d\\d)-(\\d{3})-(${BACKUP_REASONS.join('|')})-(\\d{1,9})-runs\\.db$`,
);

/** In UTC, so that names sort by time: dyno-2026-03-14-120000-000-weekly-812-runs.db. */
export function backupName({ at, reason, runs }: BackupFacts): string {
  const [day, time = ''] = new Date(at).toISOString().split('T');
  const clock = time.replaceAll(':', '').replace('.', '-').replace('Z', '');
  return `dyno-${day}-${clock}-${reason}-${runs}-runs.db`;
}

/** Null: a file that somebody else has named, which is left alone. */
export function readBackupName(name: string): BackupFacts | null {
  const [, year, month, day, hour, minute, second, millisecond, reason, runs] = NAME.exec(name) ?? [];
  if (reason === undefined) return null;
  const at = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    Number(millisecond),
  );
  const facts = { at, reason: reason as BackupReason, runs: Number(runs) };
  // The 31st of February would have become a day of March.
  return backupName(facts) === name ? facts : null;
}
