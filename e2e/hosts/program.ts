import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Ending } from './host.ts';

export const appFolder: string = join(import.meta.dirname, '../..');

/** The scripts are plain JavaScript that runs before anything is installed. */
async function script<T>(name: string): Promise<T> {
  return (await import(pathToFileURL(join(appFolder, 'scripts', name)).href)) as T;
}

export async function findChromium(): Promise<string> {
  const { findChromium: find } = await script<{ findChromium(): { path: string } | null }>('chromium.mjs');
  const found = find();
  if (!found) throw new Error('No Chromium for the end-to-end tests: install one or set DYNO_CHROMIUM.');
  return found.path;
}

/** Electron's program, where it is installed and could open a window. */
export async function findElectron(): Promise<string | null> {
  const { electronProgram, whyNoWindow } = await script<{
    electronProgram(): string | null;
    whyNoWindow(): string | null;
  }>('electron-runtime.mjs');
  return whyNoWindow() === null ? electronProgram() : null;
}

export function endingOf(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
}

export function keepText(stream: NodeJS.ReadableStream | null): () => string {
  let text = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (piece: string) => (text += piece));
  return () => text;
}

const QUIT_LIMIT_MS = 15_000;

/** What does not end in time is killed, and the test that asked is told. */
export async function endInTime(
  exited: Promise<Ending>,
  kill: () => void,
  errors: () => string,
): Promise<Ending> {
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    kill();
  }, QUIT_LIMIT_MS);
  const ending = await exited;
  clearTimeout(timer);
  if (late)
    throw new Error(`The program did not end within ${QUIT_LIMIT_MS / 1000} s. It wrote:\n${errors()}`);
  return ending;
}

/** Environment for a program under test: its own data folder decides, not the developer's. */
export function cleanEnvironment(more: Readonly<Record<string, string>>): Record<string, string> {
  const { DYNO_DATA: _data, DYNO_TOKEN: _token, NODE_OPTIONS: _options, ...rest } = process.env;
  return { ...(rest as Record<string, string>), ...more };
}
