import { statSync } from 'node:fs';
import { extname, isAbsolute, resolve } from 'node:path';
import type { ShellEvent } from '../contract/api.ts';
import type { ModelRef } from '../contract/model.ts';

/** What was asked of the program when it was started, or started a second time. */
export interface Launch {
  readonly dataFolder: string | undefined;
  /** Absolute paths of models and traces. */
  readonly files: readonly string[];
}

/**
 * `argv` without the program itself (and without the application's folder, in a checkout). What is not ours is
 * left alone: Chromium has switches of its own.
 */
export function readLaunch(
  argv: readonly string[],
  workingFolder: string,
  isFile: (path: string) => boolean = isRegularFile,
): Launch {
  let dataFolder: string | undefined;
  const files: string[] = [];
  for (let index = 0; index < argv.length; index += 1) {
    const argument = argv[index] ?? '';
    if (argument === '--data') {
      index += 1;
      if (argv[index]) dataFolder = resolve(workingFolder, argv[index] ?? '');
    } else if (argument.startsWith('--data=')) {
      dataFolder = resolve(workingFolder, argument.slice('--data='.length));
    } else if (argument !== '' && !argument.startsWith('-')) {
      // A model that is not there is missed by name; of anything else nobody can say that it was meant as a file.
      const path = resolve(workingFolder, argument);
      if (isModelFile(path) || isFile(path)) files.push(path);
    }
  }
  return { dataFolder, files };
}

function isRegularFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

export function isModelFile(path: string): boolean {
  return !path.startsWith('-') && extname(path).toLowerCase() === '.onnx';
}

export function modelRefOf(path: string): ModelRef {
  return { kind: 'file', location: path };
}

/** What a file that was opened from outside is for: models go to the bench, and whatever else it is to the traces. */
export function openingOf(path: string): ShellEvent {
  return isModelFile(path) ? { type: 'open-model', ref: modelRefOf(path) } : { type: 'open-trace', path };
}

/** A second start hands its files over as data: Chromium may reorder the arguments themselves. */
export function readHandOver(data: unknown): readonly string[] {
  if (typeof data !== 'object' || data === null || !('files' in data)) return [];
  const { files } = data;
  if (!Array.isArray(files)) return [];
  return files.filter((path): path is string => typeof path === 'string' && isAbsolute(path));
}
