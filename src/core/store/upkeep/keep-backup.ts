import {
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { CopyRequest, KeptCopy } from '../../../contract/keeper-api.ts';
import { DynoError } from '../../../contract/errors.ts';
import type { Bytes } from '../../../contract/units.ts';
import { backupName } from '../../analysis/upkeep/backup-name.ts';
import { backupError, notEnoughSpace } from './backup-errors.ts';
import { copyStore, removeCopy, type StoreCopy } from './copy-store.ts';

/** Beside its place, and whose it is: what a killed program leaves is known by its number. */
const partialOf = (path: string): string => `${path}.${process.pid}.partial`;

/** Writes a backup beside its place, looks at it, and renames it: under its name it is always whole. */
export async function keepBackup(
  request: CopyRequest,
  tell: (share: number | null, text: string) => void,
): Promise<KeptCopy & { readonly copy: StoreCopy }> {
  const { store, into, secondFolder } = request;
  const place = 'file' in into ? into.file : join(into.folder, 'dyno');
  try {
    if ('folder' in into) mkdirSync(into.folder, { recursive: true });
    refuseTaken(into);
    requireSpace(dirname(place), storeSize(store));
    const partial = partialOf(place);
    const copy = await copyStore(store, partial, (share) => tell(share, 'Copying the store'));
    try {
      syncFile(partial);
      const name = backupName({ at: request.at, reason: request.reason, runs: copy.runs });
      const path = 'file' in into ? into.file : join(into.folder, name);
      renameSync(partial, path);
      syncFolder(dirname(path));
      const second = secondFolder === null ? null : await copyAgain(path, secondFolder, tell);
      return { path, bytes: statSync(path).size, runs: copy.runs, ...told(second), copy };
    } catch (error) {
      copy.close();
      removeCopy(partial);
      throw error;
    }
  } catch (error) {
    throw backupError(error, 'file' in into ? into.file : into.folder);
  }
}

function told(second: string | DynoError | null): Pick<KeptCopy, 'secondPath' | 'secondProblem'> {
  if (second instanceof DynoError) return { secondPath: null, secondProblem: second.message };
  return { secondPath: second, secondProblem: null };
}

/** The folder itself must be there: one made anew where a disk is missing would fill the disk below it. */
async function copyAgain(
  path: string,
  folder: string,
  tell: (share: number | null, text: string) => void,
): Promise<string | DynoError> {
  const into = join(folder, basename(path));
  const partial = partialOf(into);
  try {
    if (!statSync(dirname(folder)).isDirectory()) throw new Error(`${dirname(folder)} is no folder.`);
    mkdirSync(folder, { recursive: true });
    requireSpace(folder, statSync(path).size);
    tell(null, 'Copying it into the second folder');
    await copyFile(path, partial, constants.COPYFILE_FICLONE);
    syncFile(partial);
    renameSync(partial, into);
    syncFolder(folder);
    return into;
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    const cause = backupError(error, folder);
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new DynoError({
      code: 'STORE_FAILED',
      message: `The backup was made, but not its copy in the second folder ${dirname(folder)}: ${reason}`,
      subject: folder,
      nextStep: 'Make that folder available, or name another one.',
    });
  }
}

function refuseTaken(into: CopyRequest['into']): void {
  if (!('file' in into)) return;
  const parent = statSync(dirname(into.file), { throwIfNoEntry: false });
  if (parent?.isDirectory() !== true) {
    throw new DynoError({
      code: 'FILE_NOT_FOUND',
      message: 'There is no such folder to put the backup into.',
      subject: dirname(into.file),
      nextStep: 'Make it first, or name another one.',
    });
  }
  if (statSync(into.file, { throwIfNoEntry: false }) === undefined) return;
  throw new DynoError({
    code: 'USAGE',
    message: 'There is a file of that name already, and a backup overwrites none.',
    subject: into.file,
    nextStep: 'Name another one, or remove it first.',
  });
}

export function storeSize(store: string): Bytes {
  return ['', '-wal'].reduce(
    (sum, part) => sum + (statSync(store + part, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

export function requireSpace(folder: string, need: Bytes, what = 'A backup'): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < need) throw notEnoughSpace(folder, what, need, bavail * bsize);
}

function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** So that the new name outlives a power cut; Windows has no such call for folders, and needs none. */
function syncFolder(path: string): void {
  if (process.platform !== 'win32') {
    const folder = openSync(path, 'r');
    try {
      fsyncSync(folder);
    } catch {
      // Some network disks refuse; the file itself is on the disk.
    } finally {
      closeSync(folder);
    }
  }
}
