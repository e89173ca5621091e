import { writeFile } from 'node:fs/promises';
import { asDynoError, DynoError } from '../../contract/errors.ts';
import type { ExportedFile } from '../../contract/exported-file.ts';
import type { Bytes } from '../../contract/units.ts';
import { usage } from '../options.ts';

export interface Written {
  readonly path: string;
  readonly bytes: Bytes;
  readonly mediaType: string;
}

export async function writeExport(path: string, { text, mediaType }: ExportedFile): Promise<Written> {
  try {
    await writeFile(path, text);
    return { path, bytes: Buffer.byteLength(text), mediaType };
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

function cannotWrite(path: string, error: unknown): DynoError {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new DynoError({
      code: 'STORE_FULL',
      message: 'The disk is full: the export is not whole.',
      subject: path,
      nextStep: 'Free some space, or write to another disk.',
    });
  }
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'Its folder does not exist.',
    ENOTDIR: 'A part of the path is a file, not a folder.',
    EISDIR: 'It is a folder, not a file.',
    EACCES: 'Writing there is not permitted.',
    EPERM: 'Writing there is not permitted.',
    EROFS: 'That disk is read-only.',
  };
  const reason = code === undefined ? undefined : reasons[code];
  if (reason === undefined) return asDynoError(error, path);
  return usage(`The export cannot be written. ${reason}`, path, 'Choose another place with -o FILE.');
}
