import { api } from './connection.ts';
import { desktop } from './desktop.ts';
import { navigate } from './navigation.ts';
import { queryClient } from './queries.ts';
import { queryKeys } from './query-keys.ts';
import { complain, sendFile } from './running-upload.ts';
import { showToast } from './toasts.ts';
import { uploadTrace } from './upload.ts';

/** A path on the machine that runs Dyno: to its page, which shows how far the reading is. */
export function openTracePath(path: string): void {
  api.openTrace({ path }).then((state) => {
    queryClient.setQueryData(queryKeys.trace(state.id), state);
    navigate({ page: 'trace', traceId: state.id });
  }, complain);
}

/** The native dialog where there is one, else the browser's and an upload. */
export function browseForTrace(): void {
  if (desktop() === null) {
    browse();
    return;
  }
  api.pickTraceFile().then((path) => {
    if (path !== null) openTracePath(path);
  }, complain);
}

function browse(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (file !== undefined) openTraceFile(file);
  });
  input.click();
}

/** A file that was dropped in or chosen. */
export function openTraceFile(file: File): void {
  const path = desktop()?.pathForFile(file) ?? '';
  if (path !== '') openTracePath(path);
  else if (desktop() === null) sendFile(file, uploadTrace, openTracePath);
  else showToast({ text: `${file.name} has no place on this disk. Save it first.`, tone: 'bad' });
}
