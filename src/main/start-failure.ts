import { app, dialog } from 'electron';
import { asDynoError } from '../contract/errors.ts';
import type { Log } from '../core/ports.ts';

/** There is no page yet that could show it: a native box, and the exit code that the command line has too. */
export function failAtStart(thrown: unknown, log: Log): void {
  const error = asDynoError(thrown);
  log.error(error.message, thrown);
  dialog.showErrorBox('Dyno cannot start', `${error.message}\n\n${error.subject}\n\n${error.nextStep}`);
  app.exit(error.exitCode);
}
