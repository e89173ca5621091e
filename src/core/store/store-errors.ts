import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { DynoError } from '../../contract/errors.ts';

/** Less than this left on the disk, and a failed write has its explanation. */
const FULL_BELOW_BYTES = 256 * 1024;

/** Gives whatever SQLite or the file system threw the words that users see. */
export function storeError(thrown: unknown, file: string): unknown {
  if (thrown instanceof DynoError) return thrown;
  const code = codeOf(thrown);
  if (code === null) return thrown;
  const told = (details: ConstructorParameters<typeof DynoError>[0]): DynoError =>
    new DynoError(details, { cause: thrown });

  if (/^(SQLITE_FULL|ENOSPC|EDQUOT)$/.test(code)) return storeFull(file, thrown);
  if (/^SQLITE_(IOERR|CANTOPEN|PROTOCOL)|^EIO$/.test(code) && isDiskFull(file))
    return storeFull(file, thrown);
  if (
    /^SQLITE_(READONLY|CANTOPEN|PERM|AUTH)|^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST|ENOENT|EISDIR)$/.test(code)
  ) {
    return storeReadOnly(file, reasonOf(code), thrown);
  }
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return storeCorrupt(file, 'SQLite finds it damaged', thrown);
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
    return told({
      code: 'STORE_FAILED',
      message: 'Another program kept the store locked for longer than five seconds.',
      subject: file,
      nextStep: 'End the program that has the store open, or wait for it, and try again.',
    });
  }
  return told({
    code: 'STORE_FAILED',
    message: `The store could not be read or written (${code}: ${(thrown as Error).message}).`,
    subject: file,
    nextStep: 'Check the disk, then try again; what was stored before is intact.',
  });
}

export function storeReadOnly(subject: string, reason: string, cause?: unknown): DynoError {
  return new DynoError(
    {
      code: 'STORE_READ_ONLY',
      message: `The store cannot be written: ${reason}.`,
      subject,
      nextStep: 'Allow writing there, or name another folder with --data DIR or DYNO_DATA.',
    },
    { cause },
  );
}

export function storeCorrupt(
  subject: string,
  reason: string,
  cause?: unknown,
  nextStep = 'Start Dyno again: a store found damaged is kept beside a new one. If it is not, move the file away yourself.',
): DynoError {
  return new DynoError(
    {
      code: 'STORE_CORRUPT',
      message: `The store is damaged: ${reason}.`,
      subject,
      nextStep,
    },
    { cause },
  );
}

export function storeClosed(subject: string): DynoError {
  return new DynoError({
    code: 'STORE_FAILED',
    message: 'The store is closed already.',
    subject,
    nextStep: 'Start Dyno again.',
  });
}

function storeFull(subject: string, cause: unknown): DynoError {
  return new DynoError(
    {
      code: 'STORE_FULL',
      message: 'The disk is full: nothing more can be stored.',
      subject,
      nextStep: 'Free some space, or name a folder on another disk with --data DIR or DYNO_DATA.',
    },
    { cause },
  );
}

function codeOf(thrown: unknown): string | null {
  if (thrown instanceof Database.SqliteError) return thrown.code;
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : null;
  return typeof code === 'string' && /^E[A-Z]+$/.test(code) ? code : null;
}

function reasonOf(code: string): string {
  const reasons: Readonly<Record<string, string>> = {
    EROFS: 'that disk is read-only',
    ENOTDIR: 'a part of the path is a file, not a folder',
    EEXIST: 'a file is where its folder should be',
    EISDIR: 'a folder is where its file should be',
    ENOENT: 'no folder can be made there',
  };
  return reasons[code] ?? 'writing there is not permitted';
}

/** A full disk reaches SQLite as other failures too, such as a shared-memory file that cannot grow. */
function isDiskFull(file: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(file));
    return bavail * bsize < FULL_BELOW_BYTES;
  } catch {
    return false;
  }
}
