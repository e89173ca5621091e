import { createHash } from 'node:crypto';
import { realpath, stat } from 'node:fs/promises';
import { basename, isAbsolute } from 'node:path';
import { DynoError } from '../../contract/errors.ts';
import type { TraceWindow } from '../../contract/trace.ts';

/** A file of a trace as it is now. */
export interface TraceFile {
  readonly id: string;
  /** Without links. */
  readonly path: string;
  readonly sizeBytes: number;
}

const ID_DIGITS = 32;

/** The same file, unchanged, with the same window has the same id. Throws FILE_NOT_FOUND or FILE_NOT_READABLE. */
export async function traceFile(path: string, window: TraceWindow | null): Promise<TraceFile> {
  if (!isAbsolute(path)) throw notAbsolute(path);
  try {
    const real = await realpath(path);
    const found = await stat(real);
    if (!found.isFile()) throw noFile(path, found.isDirectory());
    const { size, mtimeMs } = found;
    return { id: idOf(real, size, mtimeMs, window), path: real, sizeBytes: size };
  } catch (error) {
    throw unreadable(path, error);
  }
}

function idOf(path: string, size: number, mtimeMs: number, window: TraceWindow | null): string {
  const part = window === null ? '' : `${window.fromUs}:${window.toUs}`;
  const facts = [path, size, mtimeMs, part].join('\0');
  return createHash('sha256').update(facts).digest('hex').slice(0, ID_DIGITS);
}

function notAbsolute(path: string): DynoError {
  return new DynoError({
    code: 'USAGE',
    message: 'A trace is named by its whole path.',
    subject: path,
    nextStep: 'Give the path from the root of the disk on.',
  });
}

function noFile(path: string, isFolder: boolean): DynoError {
  return new DynoError({
    code: 'FILE_NOT_READABLE',
    message: isFolder ? 'This is a folder, not a trace.' : 'This is no regular file.',
    subject: path,
    nextStep: isFolder ? 'Open one of the files in it.' : 'Copy it into a file first.',
  });
}

function unreadable(path: string, error: unknown): Error {
  if (error instanceof DynoError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
  const isMissing = code === 'ENOENT' || code === 'ENOTDIR';
  return new DynoError(
    {
      code: isMissing ? 'FILE_NOT_FOUND' : 'FILE_NOT_READABLE',
      message: isMissing ? `There is no file ${basename(path)}.` : `The file cannot be read (${code}).`,
      subject: path,
      nextStep: isMissing ? 'Check the path.' : 'Allow reading it, then open it again.',
    },
    { cause: error },
  );
}
