import { describe, expect, it } from 'vitest';
import { workerCrashed } from './worker-death.ts';

describe('the last of a worker', () => {
  it('killed from outside is most likely a matter of memory', () => {
    const error = workerCrashed({ code: null, signal: 'SIGKILL', lastWords: '' }, 'm.onnx');
    expect(error).toMatchObject({ code: 'WORKER_CRASHED', subject: 'm.onnx' });
    expect(error.message).toContain('memory ran out');
    expect(error.nextStep).toContain('smaller batch');
  });

  it('has the words that a native library left, without colours and empty lines', () => {
    const lastWords = 'one\n\u001b[1;31mterminate called after throwing an instance of X\u001b[m\n  \n--\n';
    const { message } = workerCrashed({ code: null, signal: 'SIGABRT', lastWords }, 'm');
    expect(message).toMatch(/Its last words: terminate called after throwing an instance of X\.$/);
  });

  it('is told by its code where no signal ended it', () => {
    expect(workerCrashed({ code: 7, signal: null, lastWords: '' }, 'm').message).toContain('with code 7');
    expect(workerCrashed({ code: null, signal: null, lastWords: 'spawn ENOENT' }, 'm').nextStep).toContain(
      'installed',
    );
  });
});
