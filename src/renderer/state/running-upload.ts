import { create } from 'zustand';
import { asDynoError } from '../../contract/errors.ts';
import { showToast } from './toasts.ts';
import type { Upload } from './upload.ts';

export interface RunningUpload {
  readonly fileName: string;
  readonly bytes: number;
  /** 0 to 1. */
  readonly share: number;
  readonly cancel: () => void;
}

export const useUpload = create<{ readonly upload: RunningUpload | null }>(() => ({ upload: null }));

/** Sends a file to the machine that serves this page, one at a time, and shows how far it is. */
export function sendFile<T>(
  file: File,
  send: (file: File, onProgress: (share: number) => void) => Upload<T>,
  then: (answer: T) => void,
): void {
  if (useUpload.getState().upload !== null) {
    showToast({ text: 'One upload at a time: wait for it, or cancel it.', tone: 'bad' });
    return;
  }
  let cancelled = false;
  const started = send(file, (share) => {
    useUpload.setState(({ upload: now }) => ({ upload: now === null ? null : { ...now, share } }));
  });
  const cancel = (): void => {
    cancelled = true;
    started.cancel();
  };
  useUpload.setState({ upload: { fileName: file.name, bytes: file.size, share: 0, cancel } });
  started.done
    .then(then, (error: unknown) => {
      if (!cancelled) complain(error);
    })
    .finally(() => useUpload.setState({ upload: null }));
}

export function complain(error: unknown): void {
  const { message, nextStep } = asDynoError(error);
  showToast({ text: `${message} ${nextStep}`, tone: 'bad' });
}
