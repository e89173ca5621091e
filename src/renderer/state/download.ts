import { showToast } from './toasts.ts';
import { api } from './connection.ts';
import { asDynoError } from '../../contract/errors.ts';
import type { ExportedFile } from '../../contract/exported-file.ts';

/** Through the browser, into its downloads. */
export function download(fileName: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** By the native dialog where there is one. */
export async function saveText(file: ExportedFile): Promise<void> {
  try {
    const path = await api.saveFile(file);
    if (path !== null) showToast({ text: `Saved ${path}` });
    else if (window.dynoDesktop === undefined) {
      download(file.fileName, new Blob([file.text], { type: file.mediaType }));
    }
  } catch (error) {
    showToast({ text: asDynoError(error).message, tone: 'bad' });
  }
}
