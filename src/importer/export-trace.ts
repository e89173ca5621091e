import { copyFile, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DynoError } from '../contract/errors.ts';
import type { TraceExport } from '../contract/trace.ts';
import type { TraceColumns } from '../core/analysis/trace/trace-columns.ts';
import { traceAs } from '../core/reports/trace/index.ts';

const WRITTEN_AT_ONCE = 1024 * 1024;
const SPANS_FILE = 'spans.arrow';

/**
 * Writes a trace beside where it goes and renames it, so that it is whole or not there. `indexFolder` is where the
 * trace's index lies.
 */
export async function exportTrace(
  columns: TraceColumns,
  indexFolder: string,
  format: TraceExport,
  path: string,
): Promise<{ readonly bytes: number }> {
  await refuseSource(columns.info.path, path);
  const part = partOf(path);
  try {
    if (format === 'arrow') await copyFile(join(indexFolder, SPANS_FILE), part);
    else await writePieces(traceAs(format, columns), part);
    const { size } = await stat(part);
    await rename(part, path);
    return { bytes: size };
  } catch (error) {
    await rm(part, { force: true });
    throw cannotWrite(path, error);
  }
}

/** Where it is written until it is whole. */
function partOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.part`);
}

async function writePieces(pieces: Iterable<string>, path: string): Promise<void> {
  const file = await open(path, 'w', 0o644);
  try {
    let waiting: string[] = [];
    let length = 0;
    const flush = async (): Promise<void> => {
      if (length > 0) await file.writeFile(waiting.join(''));
      waiting = [];
      length = 0;
    };
    for (const piece of pieces) {
      waiting.push(piece);
      length += piece.length;
      if (length >= WRITTEN_AT_ONCE) await flush();
    }
    await flush();
  } finally {
    await file.close();
  }
}

async function refuseSource(source: string, path: string): Promise<void> {
  const [from, to] = await Promise.all([source, path].map((each) => realpath(each).catch(() => null)));
  if (from === null || from !== to) return;
  throw new DynoError({
    code: 'USAGE',
    message: 'This would write over the very file that the trace is read from.',
    subject: path,
    nextStep: 'Name another file.',
  });
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'Its folder does not exist.',
  ENOTDIR: 'A part of the path is a file, not a folder.',
  EISDIR: 'It is a folder, not a file.',
  EACCES: 'Writing there is not permitted.',
  EPERM: 'Writing there is not permitted.',
  EROFS: 'That disk is read-only.',
};

function cannotWrite(path: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new DynoError(
      {
        code: 'STORE_FULL',
        message: 'The disk is full: nothing was written.',
        subject: path,
        nextStep: 'Free some space, or write to another disk.',
      },
      { cause: error },
    );
  }
  const reason = REASONS[code];
  if (reason === undefined) return error;
  return new DynoError(
    {
      code: 'USAGE',
      message: `The trace cannot be written. ${reason}`,
      subject: path,
      nextStep: 'Choose another place.',
    },
    { cause: error },
  );
}
