import { mkdirSync } from 'node:fs';
import { DynoError } from '../contract/errors.ts';

/** Chromium's profile is made before the store is opened, so a folder that cannot be used shows here first. */
export function makeFolder(path: string, dataFolder: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new DynoError(
      {
        code: 'STORE_READ_ONLY',
        message: `The data folder cannot be written: ${(error as Error).message}.`,
        subject: dataFolder,
        nextStep: 'Make it a writable folder, or name another one with --data DIR or DYNO_DATA.',
      },
      { cause: error },
    );
  }
}
