import { app, dialog, type BrowserWindow } from 'electron';
import type { Core } from '../core/index.ts';
import type { Log } from '../core/ports.ts';

/**
 * Quitting ends the children and closes the store first. A run that goes on is not lost unasked: it is stopped and
 * stored as such, or the program stays. Outside macOS closing the window means quitting, so it asks as well.
 */
export function guardQuit(core: Core, currentWindow: () => BrowserWindow | null, log: Log): QuitGuard {
  let stage: 'running' | 'asking' | 'closing' | 'closed' = 'running';

  const keepRunning = (error: unknown): boolean => {
    log.error('The question before quitting could not be asked', error);
    return false;
  };

  async function finish(): Promise<void> {
    stage = 'asking';
    const live = await core.api.liveRuns().catch(() => []);
    if (live.length > 0 && !(await confirmStop(currentWindow(), live.length).catch(keepRunning))) {
      stage = 'running';
      return;
    }
    stage = 'closing';
    await core.close().catch((error: unknown) => log.error('The store did not close cleanly', error));
    stage = 'closed';
    app.quit();
  }

  app.on('before-quit', (event) => {
    if (stage === 'closed') return;
    event.preventDefault();
    if (stage === 'running') void finish();
  });

  return {
    watchWindow(window) {
      window.on('close', (event) => {
        if (stage === 'closed' || process.platform === 'darwin') return;
        event.preventDefault();
        app.quit();
      });
    },
  };
}

export interface QuitGuard {
  watchWindow(window: BrowserWindow): void;
}

async function confirmStop(window: BrowserWindow | null, count: number): Promise<boolean> {
  const options: Electron.MessageBoxOptions = {
    type: 'question',
    title: 'Dyno',
    message: count === 1 ? 'A benchmark is running.' : `${count} benchmarks are running or queued.`,
    detail: 'Quitting stops it; what was measured so far is kept.',
    buttons: ['Stop and quit', 'Keep running'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  };
  const { response } = window
    ? await dialog.showMessageBox(window, options)
    : await dialog.showMessageBox(options);
  return response === 0;
}
