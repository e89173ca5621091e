import { create } from 'zustand';
import { asDynoError } from '../../contract/errors.ts';
import type { ModelRef } from '../../contract/model.ts';
import { chooseModel } from './bench-draft.ts';
import { api } from './connection.ts';
import { desktop } from './desktop.ts';
import { navigate } from './navigation.ts';
import { queryClient } from './queries.ts';
import { queryKeys } from './query-keys.ts';
import { showToast } from './toasts.ts';
import { uploadModel } from './upload.ts';

export interface UploadState {
  readonly fileName: string;
  readonly bytes: number;
  /** 0 to 1. */
  readonly share: number;
  readonly cancel: () => void;
}

export const useUpload = create<{ readonly upload: UploadState | null }>(() => ({ upload: null }));

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
  else if (desktop() === null) upload(file);
  else showToast({ text: `${file.name} has no place on this disk. Save it first.`, tone: 'bad' });
}

function upload(file: File): void {
  if (useUpload.getState().upload !== null) {
    showToast({ text: 'One upload at a time: wait for it, or cancel it.', tone: 'bad' });
    return;
  }
  let cancelled = false;
  const started = uploadModel(file, (share) => {
    useUpload.setState(({ upload: now }) => ({ upload: now === null ? null : { ...now, share } }));
  });
  const cancel = (): void => {
    cancelled = true;
    started.cancel();
  };
  useUpload.setState({ upload: { fileName: file.name, bytes: file.size, share: 0, cancel } });
  started.done
    .then(
      (ref) => {
        openModel(ref);
        void queryClient.invalidateQueries({ queryKey: queryKeys.models });
      },
      (error: unknown) => {
        if (!cancelled) complain(error);
      },
    )
    .finally(() => useUpload.setState({ upload: null }));
}

function complain(error: unknown): void {
  const { message, nextStep } = asDynoError(error);
  showToast({ text: `${message} ${nextStep}`, tone: 'bad' });
}
