import { DynoError } from '../../contract/errors.ts';
import { howItEnded, lastLine } from '../engine/worker-death.ts';
import type { ChildExit } from '../ports.ts';

/** What to tell of an importer that went without an answer. */
export function importerCrashed(exit: ChildExit, subject: string): DynoError {
  const words = lastLine(exit.lastWords);
  const isOutOfMemory =
    exit.signal === 'SIGKILL' || exit.code === 137 || /heap out of memory/i.test(exit.lastWords);
  return new DynoError({
    code: 'IMPORTER_CRASHED',
    message:
      `The process that reads this trace ${howItEnded(exit)}${words === '' ? '' : `. Its last words: ${words}`}`.replace(
        /\.*$/,
        '.',
      ),
    subject,
    nextStep: isOutOfMemory
      ? 'Close other programs, or open a part of it (a window of time), then try again.'
      : 'Open it again; if it happens again, report it with these words.',
  });
}
