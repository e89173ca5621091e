import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { Log } from '../core/ports.ts';
import { APP_URL } from './app-protocol.ts';
import { hardenContents, SECURE_PREFERENCES } from './hardening.ts';
import { recoverFromCrashes } from './renderer-recovery.ts';
import { placeWindow, readWindowState, SMALLEST, writeWindowState } from './window-state.ts';

const SAVE_AFTER_MS = 300;

export interface WindowOptions {
  readonly preload: string;
  readonly icon: string;
  readonly dataFolder: string;
  readonly log: Log;
}

export function openWindow({ preload, icon, dataFolder, log }: WindowOptions): BrowserWindow {
  const stateFile = join(dataFolder, 'window.json');
  const { state, problem } = readWindowState(stateFile);
  if (problem) log.warn(`${stateFile} was ignored: ${problem}.`);
  const place = placeWindow(
    state,
    screen.getAllDisplays().map((display) => display.workArea),
  );
  const window = new BrowserWindow({
    ...place.position,
    width: place.width,
    height: place.height,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    title: 'Dyno',
    icon,
    show: false,
    // The page's own background, so that nothing flashes before its first paint.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#15171a' : '#ffffff',
    webPreferences: { ...SECURE_PREFERENCES, preload, spellcheck: false },
  });
  if (place.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  rememberPlace(window, stateFile, log);
  hardenContents(window.webContents);
  recoverFromCrashes(window, log);
  window.loadURL(APP_URL).catch((error: unknown) => log.error('The window could not load its page', error));
  return window;
}

function rememberPlace(window: BrowserWindow, file: string, log: Log): void {
  const save = (): void => {
    try {
      writeWindowState(file, window.getNormalBounds(), window.isMaximized());
    } catch (error) {
      log.warn(`The window's place was not stored: ${(error as Error).message}.`);
    }
  };
  let timer: NodeJS.Timeout | undefined;
  const saveSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER_MS);
  };
  window.on('resize', saveSoon);
  window.on('move', saveSoon);
  window.on('maximize', saveSoon);
  window.on('unmaximize', saveSoon);
  window.on('close', () => {
    clearTimeout(timer);
    save();
  });
  window.on('closed', () => clearTimeout(timer));
}

export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
