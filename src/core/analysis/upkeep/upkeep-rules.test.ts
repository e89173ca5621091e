import { describe, expect, it } from 'vitest';
import { agePhrase } from './age.ts';
import { backupName, readBackupName, type BackupFacts } from './backup-name.ts';
import { nextBackupAt, outlivedBackups } from './backup-schedule.ts';
import { monthsBefore, retentionOf, type OldRun } from './retention.ts';

const NOON = Date.UTC(2026, 2, 14, 12);
const DAY = 86_400e3;
const backup = (daysAgo: number, reason: BackupFacts['reason'] = 'weekly'): BackupFacts => ({
  at: NOON - daysAgo * DAY,
  reason,
  runs: 3,
});

describe('the name of a backup', () => {
  it('says when, why and how many runs, and is read back', () => {
    const facts = { at: NOON + 7, reason: 'before-restore', runs: 812 } as const;
    expect(backupName(facts)).toBe('dyno-2026-03-14-120000-007-before-restore-812-runs.db');
    expect(readBackupName(backupName(facts))).toEqual(facts);
  });

  it.each([
    'runs.db',
    'dyno-2026-02-31-120000-000-weekly-1-runs.db',
    'dyno-2026-03-14-120000-000-monthly-1-runs.db',
    'dyno-2026-03-14-120000-000-weekly-1-runs.db.123.partial',
    'my dyno-2026-03-14-120000-000-weekly-1-runs.db',
  ])('is not found in a name that is somebody else’s: %s', (name) => {
    expect(readBackupName(name)).toBeNull();
  });
});

describe('when the next backup is due', () => {
  it('is a week after the newest one, and after the first run where there is none', () => {
    expect(nextBackupAt({ backupDays: 7 }, [backup(9), backup(3)], 0)).toBe(NOON + 4 * DAY);
    expect(nextBackupAt({ backupDays: 7 }, [], NOON)).toBe(NOON + 7 * DAY);
  });

  it('is not put off by what was kept before a restore', () => {
    expect(nextBackupAt({ backupDays: 7 }, [backup(9), backup(0, 'before-restore')], 0)).toBe(NOON - 2 * DAY);
  });

  it('is never where it is switched off, or nothing is stored', () => {
    expect(nextBackupAt({ backupDays: null }, [backup(9)], 0)).toBeNull();
    expect(nextBackupAt({ backupDays: 7 }, [], null)).toBeNull();
  });
});

describe('which backups may go', () => {
  it('are all but the newest, by hand or not; those before a restore are counted apart', () => {
    const all = [
      backup(1),
      backup(20),
      backup(8, 'asked'),
      backup(2, 'before-restore'),
      backup(3, 'before-restore'),
    ];
    expect(outlivedBackups(all, 2)).toEqual([backup(20)]);
    expect(outlivedBackups(all, 1)).toEqual([backup(8, 'asked'), backup(20), backup(3, 'before-restore')]);
    expect(outlivedBackups(all, 9)).toEqual([]);
  });
});

describe('retention', () => {
  const run = (id: string, change: Partial<OldRun> = {}): OldRun => ({
    id,
    isBaseline: false,
    isPinned: false,
    isTagged: false,
    isCompared: false,
    ...change,
  });

  it('leaves baselines, pinned, tagged and compared runs, and those that were brought back', () => {
    const runs = [
      run('gone'),
      run('base', { isBaseline: true, isTagged: true }),
      run('pin', { isPinned: true }),
      run('tag', { isTagged: true }),
      run('side', { isCompared: true }),
      run('back'),
    ];
    expect(retentionOf(runs, new Set(['back']))).toEqual({
      runIds: ['gone'],
      kept: ['baseline', 'pinned', 'tagged', 'compared', 'brought-back'].map((reason) => ({
        reason,
        runs: 1,
      })),
    });
  });

  it('counts calendar months, and knows short ones', () => {
    expect(monthsBefore(Date.UTC(2026, 2, 31, 5), 1)).toBe(Date.UTC(2026, 1, 28, 5));
    expect(monthsBefore(Date.UTC(2028, 1, 29), 12)).toBe(Date.UTC(2027, 1, 28));
    expect(monthsBefore(NOON, 12)).toBe(Date.UTC(2025, 2, 14, 12));
  });
});

describe('an age', () => {
  it('is told in the largest unit, rounded down', () => {
    expect([30e3, 60e3, 7200e3, 2.9 * DAY].map(agePhrase)).toEqual([
      'less than a minute',
      '1 minute',
      '2 hours',
      '2 days',
    ]);
  });
});
