import { DynoError } from '../../contract/errors.ts';
import type { ChildExit } from '../ports.ts';

/** What to tell of a worker that went without an answer. */
export function workerCrashed(exit: ChildExit, model: string): DynoError {
  const words = lastLine(exit.lastWords);
  return new DynoError({
    code: 'WORKER_CRASHED',
    message:
      `The measuring process ${howItEnded(exit)}${words === '' ? '' : `. Its last words: ${words}`}`.replace(
        /\.*$/,
        '.',
      ),
    subject: model,
    nextStep: nextStep(exit),
  });
}

/** The predicate of a sentence about a process that is gone. */
export function howItEnded({ code, signal }: ChildExit): string {
  switch (signal) {
    case 'SIGKILL':
      return 'was killed by the system or by someone (SIGKILL), most likely because memory ran out';
    case 'SIGABRT':
      return 'was ended by the runtime itself (SIGABRT)';
    case 'SIGSEGV':
    case 'SIGBUS':
    case 'SIGILL':
    case 'SIGFPE':
      return `broke down in native code (${signal})`;
    case null:
      return code === null ? 'could not be started' : `ended by itself with code ${code}`;
    default:
      return `was ended by ${signal}`;
  }
}

function nextStep({ signal, code }: ChildExit): string {
  if (signal === 'SIGKILL' || code === 137) {
    return 'Choose a smaller batch or sequence, or free memory; what was measured before is kept.';
  }
  if (signal === null && code === null) return 'Check that Dyno is installed completely, then try again.';
  return 'Try --graph-level basic or another provider; if it happens again, report the model with these words.';
}

/** The line that says most: the last with a letter in it, without colours. */
export function lastLine(text: string): string {
  const colours = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g');
  const lines = text
    .replace(colours, '')
    .split('\n')
    .map((line) => line.trim());
  return (lines.filter((line) => /[a-z]/i.test(line)).at(-1) ?? '').slice(0, 300);
}
