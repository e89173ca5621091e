import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { DynoError, type ErrorCode } from '../../contract/errors.ts';
import { openStore } from './open-store.ts';
import type { Store } from './store.ts';

export const NOON = Date.UTC(2026, 2, 14, 12);

export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function open(folder: string): Store {
  const store = openStore({ folder, wallNow: () => NOON });
  onTestFinished(() => store.close());
  return store;
}

/** The DynoError that an action throws; its code, so that a test reads in one line. */
export function codeOf(action: () => unknown): ErrorCode | string {
  return thrownBy(action).code;
}

export function thrownBy(action: () => unknown): DynoError {
  try {
    action();
  } catch (error) {
    if (error instanceof DynoError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}
