import { asDynoError, DynoError } from '../contract/errors.ts';
import type { ImportJob } from '../contract/importer-api.ts';

/** Gives what the file system threw while reading a trace or writing its index the words that users see. */
export function importerFailure(thrown: unknown, job: Pick<ImportJob, 'path' | 'folder'>): DynoError {
  if (thrown instanceof DynoError) return thrown;
  const { code, message } = thrown instanceof Error ? (thrown as NodeJS.ErrnoException) : {};
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return told(
        'STORE_FULL',
        'The disk became full while the index of the trace was written.',
        job.folder,
        thrown,
        {
          nextStep:
            'Free some space, remove traces that are not needed, or start Dyno with --data on another disk.',
        },
      );
    case 'EROFS':
      return told(
        'STORE_READ_ONLY',
        'The index of the trace cannot be written: that disk is read-only.',
        job.folder,
        thrown,
        {
          nextStep: 'Start Dyno with --data on a folder that can be written.',
        },
      );
    case 'EACCES':
    case 'EPERM':
    case 'EISDIR':
      return told('FILE_NOT_READABLE', `The trace cannot be read (${code}).`, job.path, thrown, {
        nextStep: 'Allow reading it, then open it again.',
      });
    case 'ENOENT':
      return told('FILE_NOT_FOUND', 'The trace is gone.', job.path, thrown, { nextStep: 'Check the path.' });
    case 'EIO':
      return told(
        'FILE_NOT_READABLE',
        `The disk failed while the trace was read (${message}).`,
        job.path,
        thrown,
        {
          nextStep: 'Copy the file elsewhere and open the copy.',
        },
      );
    default:
      return asDynoError(thrown, job.path);
  }
}

function told(
  code: DynoError['code'],
  message: string,
  subject: string,
  cause: unknown,
  { nextStep }: { readonly nextStep: string },
): DynoError {
  return new DynoError({ code, message, subject, nextStep }, { cause });
}
