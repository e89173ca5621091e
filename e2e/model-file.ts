import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { writeDemo } from '../src/core/model/index.ts';

/** A real model that is nobody's demo: a file with a name of its own. */
export function writeModelFile(folder: string, name: string): string {
  const path = join(folder, name);
  const file = openSync(path, 'w');
  try {
    writeDemo('demo:mlp-tiny', { write: (bytes) => void writeSync(file, bytes) });
  } finally {
    closeSync(file);
  }
  return path;
}
