import { DynoError, isErrorCode } from '../../contract/errors.ts';
import type { ModelRef } from '../../contract/model.ts';

export interface Upload<T> {
  readonly done: Promise<T>;
  cancel(): void;
}

export const uploadModel = (file: File, onProgress: (share: number) => void): Upload<ModelRef> =>
  uploadTo('/api/models', file, refOf, onProgress);

/** To the machine that serves this page; gives the path that it has there. */
export const uploadTrace = (file: File, onProgress: (share: number) => void): Upload<string> =>
  uploadTo('/api/traces', file, pathOf, onProgress);

/** XMLHttpRequest and not fetch: only it tells how much of the body has left. */
function uploadTo<T>(
  address: string,
  file: File,
  answerOf: (text: string) => T | null,
  onProgress: (share: number) => void,
): Upload<T> {
  const request = new XMLHttpRequest();
  const done = new Promise<T>((resolve, reject) => {
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      onProgress(total > 0 ? loaded / total : 0),
    );
    request.addEventListener('load', () => {
      const answer = request.status < 300 ? answerOf(request.responseText) : null;
      if (answer === null) reject(failure(request.responseText, file.name));
      else resolve(answer);
    });
    request.addEventListener('error', () => reject(brokeOff(file.name, 'The upload broke off.')));
    request.addEventListener('abort', () => reject(brokeOff(file.name, 'The upload was cancelled.')));
    request.open('POST', `${address}?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.send(file);
  });
  return { done, cancel: () => request.abort() };
}

export function refOf(text: string): ModelRef | null {
  const body = parse(text);
  const ref = record(body?.['ref']);
  const kind = ref?.['kind'];
  const location = ref?.['location'];
  return (kind === 'file' || kind === 'demo') && typeof location === 'string' ? { kind, location } : null;
}

export function pathOf(text: string): string | null {
  const path = parse(text)?.['path'];
  return typeof path === 'string' && path !== '' ? path : null;
}

export function failure(text: string, fileName: string): DynoError {
  const body = parse(text);
  const error = record(body?.['error']) ?? body;
  const code = error?.['code'];
  const word = (name: string): string => (typeof error?.[name] === 'string' ? error[name] : '');
  if (!isErrorCode(code)) return brokeOff(fileName, 'The server did not take the file.');
  return new DynoError({
    code,
    message: word('message'),
    subject: word('subject'),
    nextStep: word('nextStep'),
  });
}

function brokeOff(fileName: string, message: string): DynoError {
  return new DynoError({ code: 'CONNECTION_LOST', message, subject: fileName, nextStep: 'Upload it again.' });
}

function parse(text: string): Record<string, unknown> | null {
  try {
    return record(JSON.parse(text));
  } catch {
    return null;
  }
}

function record(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
}
