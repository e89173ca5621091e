/**
 * How a page on the desktop gets its channel: it posts DESKTOP_CONNECT to its own window, the preload asks the
 * main process, and the answer is DESKTOP_PORT with one MessagePort. A page that loads again asks again.
 */
export const DESKTOP_CONNECT = 'dyno:connect';
export const DESKTOP_PORT = 'dyno:port';

/** `window.dynoDesktop`: there on the desktop alone, and the only thing that the preload puts into the page. */
export interface DynoDesktop {
  /** Where a file that was dropped in lies on the disk; empty where it has no place there. */
  pathForFile(file: unknown): string;
}
