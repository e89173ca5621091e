import { describe, expect, it } from 'vitest';
import { asDynoError, DynoError, ERROR_EXIT_CODES, isErrorCode } from './errors.ts';

const details = {
  code: 'FILE_NOT_FOUND',
  message: 'There is no such file.',
  subject: 'model.onnx',
  nextStep: 'Check the path.',
} as const;

describe('DynoError', () => {
  it('says what, to what and the next step', () => {
    expect(new DynoError(details).details()).toEqual(details);
  });

  it('knows its exit code', () => {
    expect(new DynoError(details).exitCode).toBe(2);
    expect(new DynoError({ ...details, code: 'WORKER_CRASHED' }).exitCode).toBe(3);
  });

  it('maps every code to bad input or a failed run', () => {
    expect(new Set(Object.values(ERROR_EXIT_CODES))).toEqual(new Set([2, 3]));
  });
});

describe('what was thrown', () => {
  it('stays itself where it is known', () => {
    const error = new DynoError(details);
    expect(asDynoError(error)).toBe(error);
  });

  it('becomes INTERNAL with its cause where it is not', () => {
    const cause = new TypeError('x is undefined');
    const error = asDynoError(cause, 'run 7');
    expect(error.code).toBe('INTERNAL');
    expect(error.message).toContain('x is undefined');
    expect(error.subject).toBe('run 7');
    expect(error.cause).toBe(cause);
    expect(asDynoError('plain text').message).toContain('plain text');
  });

  it('is not fooled by names of the prototype', () => {
    expect(isErrorCode('INTERNAL')).toBe(true);
    expect(isErrorCode('constructor')).toBe(false);
    expect(isErrorCode(7)).toBe(false);
  });
});
