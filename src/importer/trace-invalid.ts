import { DynoError } from '../contract/errors.ts';

export function traceInvalid(
  message: string,
  path: string,
  nextStep = 'Check that the file was written and copied to its end.',
): DynoError {
  return new DynoError({ code: 'TRACE_INVALID', message, subject: path, nextStep });
}
