import { createHash } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { Backup, UpkeepSettings } from '../../contract/upkeep.ts';
import { readBackupName } from '../analysis/upkeep/backup-name.ts';
import { outlivedBackups } from '../analysis/upkeep/backup-schedule.ts';

export const backupFolder = (dataFolder: string): string => join(dataFolder, 'backups');

/** In a folder that others may use as well: theirs must not be taken for one's own, and pushed out. */
export function ownSecondFolder(secondFolder: string | null, dataFolder: string): string | null {
  if (secondFolder === null) return null;
  const host = hostname().replaceAll(/[^\w.-]/g, '_');
  const whose = createHash('sha256')
    .update(`${host}\n${resolve(dataFolder)}`)
    .digest('hex')
    .slice(0, 8);
  return join(secondFolder, `dyno-${host}-${whose}`);
}

/** Newest first. Those of the second folder that the first has lost are among them. */
export async function listBackups(
  dataFolder: string,
  { secondFolder }: Pick<UpkeepSettings, 'secondFolder'>,
): Promise<readonly Backup[]> {
  const second = ownSecondFolder(secondFolder, dataFolder);
  const [own, others] = await Promise.all([
    backupsIn(backupFolder(dataFolder)),
    second === null ? [] : backupsIn(second),
  ]);
  const there = new Map(others.map((backup) => [basename(backup.path), backup.path]));
  const names = new Set(own.map(({ path }) => basename(path)));
  return [
    ...own.map((backup) => ({ ...backup, secondPath: there.get(basename(backup.path)) ?? null })),
    ...others.filter(({ path }) => !names.has(basename(path))),
  ].sort((a, b) => b.at - a.at);
}

async function backupsIn(folder: string): Promise<readonly Backup[]> {
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names.map(async (name): Promise<Backup | null> => {
      const facts = readBackupName(name);
      if (facts === null) return null;
      const path = join(folder, name);
      const known = await stat(path).catch(() => null);
      return known?.isFile() === true ? { ...facts, path, bytes: known.size, secondPath: null } : null;
    }),
  );
  return found.filter((backup) => backup !== null);
}

/** Removes what the settings do not keep, and what killed programs left half written; never a name that is not Dyno's. */
export async function tidyBackups(
  dataFolder: string,
  { secondFolder, backupsKept }: Pick<UpkeepSettings, 'secondFolder' | 'backupsKept'>,
  spared: string | null = null,
): Promise<void> {
  const folders = [backupFolder(dataFolder), ownSecondFolder(secondFolder, dataFolder)];
  for (const folder of folders) {
    if (folder === null) continue;
    const named = (await backupsIn(folder)).map((backup) => ({ ...backup, runs: backup.runs ?? 0 }));
    for (const { path } of outlivedBackups(named, backupsKept)) {
      if (spared === null || resolve(path) !== resolve(spared)) await rm(path, { force: true });
    }
    await sweepPartial(folder);
  }
}

/** "name.<pid>.partial" and its journal: whose writer is gone. */
async function sweepPartial(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const pid = /\.(\d+)\.partial(-journal|-wal|-shm)?$/.exec(name)?.[1];
    if (pid !== undefined && !isProcess(Number(pid))) await rm(join(folder, name), { force: true });
  }
}

function isProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
