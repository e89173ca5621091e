import { DynoError, type ErrorDetails } from '../../../contract/errors.ts';
import { formatBytes, type Bytes } from '../../../contract/units.ts';
import { storeError } from '../store-errors.ts';

const OTHER_PLACE = 'Name a file on another disk: dyno db backup FILE.';

export function backupInvalid(
  subject: string,
  message: string,
  nextStep: string,
  cause?: unknown,
): DynoError {
  return new DynoError({ code: 'BACKUP_INVALID', message, subject, nextStep }, { cause });
}

export function notEnoughSpace(subject: string, what: string, need: Bytes, have: Bytes): DynoError {
  return new DynoError({
    code: 'STORE_FULL',
    message: `${what} needs ${formatBytes(need)} of space there, and only ${formatBytes(have)} are free.`,
    subject,
    nextStep: `Free some space. ${OTHER_PLACE}`,
    needBytes: need,
    haveBytes: have,
  });
}

/** Whatever failed while a backup was written, in the words of a backup. */
export function backupError(thrown: unknown, subject: string): unknown {
  const error = storeError(thrown, subject);
  if (!(error instanceof DynoError) || error === thrown) return error;
  const told: Partial<Record<string, Pick<ErrorDetails, 'message' | 'nextStep'>>> = {
    STORE_FULL: {
      message: 'The backup did not fit: the disk is full. What was written of it is removed again.',
      nextStep: `Free some space. ${OTHER_PLACE}`,
    },
    STORE_READ_ONLY: {
      message: 'The backup cannot be written there.',
      nextStep: `Allow writing there. ${OTHER_PLACE}`,
    },
  };
  const { code, message, nextStep } = error;
  return new DynoError({ code, message, nextStep, ...told[code], subject }, { cause: thrown });
}
