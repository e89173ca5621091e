import { DynoError } from '../../contract/errors.ts';

/** A file that cannot be read on: what is wrong, and at which byte of it. */
export function invalidTrace(subject: string, what: string, atByte: number): DynoError {
  return new DynoError({
    code: 'TRACE_INVALID',
    message: `${what} at byte ${atByte}.`,
    subject,
    nextStep:
      'Check that the file is complete and was written by a profiler; record it again where it is not.',
  });
}
