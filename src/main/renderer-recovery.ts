import { app, dialog, type BrowserWindow } from 'electron';
import type { Log } from '../core/ports.ts';

/** Says when reloading is no help any more: more than `limit` crashes within `windowMs`. */
export class CrashLoop {
  readonly #limit: number;
  readonly #windowMs: number;
  #crashes: number[] = [];

  constructor(limit: number, windowMs: number) {
    this.#limit = limit;
    this.#windowMs = windowMs;
  }

  /** True where the page keeps crashing. */
  crashedAt(nowMs: number): boolean {
    this.#crashes = [...this.#crashes.filter((at) => nowMs - at < this.#windowMs), nowMs];
    return this.#crashes.length > this.#limit;
  }

  forget(): void {
    this.#crashes = [];
  }
}

/** The page holds nothing that the core doesn't: runs go on, and a new page picks them up. */
export function recoverFromCrashes(window: BrowserWindow, log: Log): void {
  const loop = new CrashLoop(3, 60_000);
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    log.warn(`The window's page ended (${reason}, code ${exitCode}). Runs go on; the page is loaded again.`);
    if (!loop.crashedAt(performance.now())) {
      window.webContents.reload();
      return;
    }
    void askAfterCrashLoop(window).then((again) => {
      loop.forget();
      if (again && !window.isDestroyed()) window.webContents.reload();
      else app.quit();
    });
  });
}

async function askAfterCrashLoop(window: BrowserWindow): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    title: 'Dyno',
    message: 'The window keeps crashing.',
    detail:
      'It ended four times within a minute. Runs go on and everything measured is stored. ' +
      'Load it again, or quit and use the same interface in a browser: dyno serve.',
    buttons: ['Load again', 'Quit'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === 0;
}
