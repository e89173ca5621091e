import { writeSync } from 'node:fs';
import { needReady } from './app.ts';
import { refusal, strict } from './strict.ts';

/** A test replaces the one it expects; a dialog that nobody expects is an error and not a silent "cancel". */
function unscripted(name: string): () => Promise<never> {
  return () => {
    needReady(`dialog.${name}`);
    return Promise.reject(refusal(`nobody answers dialog.${name}`));
  };
}

export const dialog = strict('dialog', {
  showOpenDialog: unscripted('showOpenDialog'),
  showSaveDialog: unscripted('showSaveDialog'),
  showMessageBox: unscripted('showMessageBox'),
  showErrorBox(title: string, content: string): void {
    writeSync(2, `[error box] ${title}\n${content}\n`);
  },
});
