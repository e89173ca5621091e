import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { dialog, type BrowserWindow } from 'electron';
import { DynoError } from '../contract/errors.ts';
import type { CorePorts } from '../core/ports.ts';
import { modelRefOf } from './open-request.ts';

type Dialogs = NonNullable<CorePorts['dialogs']>;

/** Native dialogs, on the window that is open at that moment. */
export function createDialogs(currentWindow: () => BrowserWindow | null): Dialogs {
  return {
    async pickModelFile() {
      const options: Electron.OpenDialogOptions = {
        title: 'Open model',
        buttonLabel: 'Open',
        filters: [{ name: 'ONNX models', extensions: ['onnx'] }],
        properties: ['openFile'],
      };
      const window = currentWindow();
      const { canceled, filePaths } = window
        ? await dialog.showOpenDialog(window, options)
        : await dialog.showOpenDialog(options);
      const [path] = filePaths;
      return canceled || path === undefined ? null : modelRefOf(path);
    },
    async pickTraceFile() {
      const options: Electron.OpenDialogOptions = {
        title: 'Open trace',
        buttonLabel: 'Open',
        properties: ['openFile'],
      };
      const window = currentWindow();
      const { canceled, filePaths } = window
        ? await dialog.showOpenDialog(window, options)
        : await dialog.showOpenDialog(options);
      return canceled ? null : (filePaths[0] ?? null);
    },
    async saveFile(file) {
      const extension = extname(file.fileName).slice(1);
      const options: Electron.SaveDialogOptions = {
        title: 'Save',
        defaultPath: file.fileName,
        ...(extension ? { filters: [{ name: extension.toUpperCase(), extensions: [extension] }] } : {}),
      };
      const window = currentWindow();
      const { canceled, filePath } = window
        ? await dialog.showSaveDialog(window, options)
        : await dialog.showSaveDialog(options);
      if (canceled || filePath === '') return null;
      await write(filePath, file.text);
      return filePath;
    },
  };
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new DynoError(
      {
        code: 'STORE_FAILED',
        message: `The file could not be written: ${(error as Error).message}`,
        subject: path,
        nextStep: 'Choose another folder, or make room on the disk.',
      },
      { cause: error },
    );
  }
}
