import type { ModelRef } from '../../contract/model.ts';
import { chooseModel } from './bench-draft.ts';
import { api } from './connection.ts';
import { desktop } from './desktop.ts';
import { navigate } from './navigation.ts';
import { queryClient } from './queries.ts';
import { queryKeys } from './query-keys.ts';
import { complain, sendFile } from './running-upload.ts';
import { showToast } from './toasts.ts';
import { uploadModel } from './upload.ts';

/** To Bench, with this model chosen. */
export function openModel(ref: ModelRef): void {
  chooseModel(ref);
  navigate({ page: 'bench', runId: null });
}

/** The native dialog where there is one, else the browser's and an upload. */
export function browseForModel(): void {
  if (desktop() === null) {
    browse();
    return;
  }
  api.pickModelFile().then((ref) => {
    if (ref !== null) openModel(ref);
  }, complain);
}

function browse(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.onnx';
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (file !== undefined) openModelFile(file);
  });
  input.click();
}

/** A file that was dropped in or chosen. */
export function openModelFile(file: File): void {
  if (!file.name.toLowerCase().endsWith('.onnx')) {
    showToast({ text: `${file.name} is no ONNX model. Drop a file that ends in .onnx.`, tone: 'bad' });
    return;
  }
  const path = desktop()?.pathForFile(file) ?? '';
  if (path !== '') openModel({ kind: 'file', location: path });
  else if (desktop() === null) {
    sendFile(file, uploadModel, (ref) => {
      openModel(ref);
      void queryClient.invalidateQueries({ queryKey: queryKeys.models });
    });
  } else showToast({ text: `${file.name} has no place on this disk. Save it first.`, tone: 'bad' });
}
