import { asDynoError } from '../../contract/errors.ts';
import { api } from './connection.ts';
import { desktop } from './desktop.ts';
import { navigate } from './navigation.ts';
import { queryClient } from './queries.ts';
import { queryKeys } from './query-keys.ts';
import { showToast } from './toasts.ts';

/** A path on the machine that runs Dyno: to its page, which shows how far the reading is. */
export function openTracePath(path: string): void {
  api.openTrace({ path }).then((state) => {
    queryClient.setQueryData(queryKeys.trace(state.id), state);
    navigate({ page: 'trace', traceId: state.id });
  }, complain);
}

/** The native dialog, where there is one. */
export function browseForTrace(): void {
  if (desktop() === null) {
    showToast({ text: 'Type the path of a trace on the machine that runs Dyno.' });
    return;
  }
  api.pickTraceFile().then((path) => {
    if (path !== null) openTracePath(path);
  }, complain);
}

function complain(error: unknown): void {
  const { message, nextStep } = asDynoError(error);
  showToast({ text: `${message} ${nextStep}`, tone: 'bad' });
}
