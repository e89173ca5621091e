import { extname, isAbsolute, resolve } from 'node:path';
import type { ModelRef } from '../contract/model.ts';

/** What was asked of the program when it was started, or started a second time. */
export interface Launch {
  readonly dataFolder: string | undefined;
  /** Absolute paths. */
  readonly models: readonly string[];
}

/**
 * `argv` without the program itself (and without the application's folder, in a checkout). What is not ours is
 * left alone: Chromium has switches of its own.
 */
export function readLaunch(argv: readonly string[], workingFolder: string): Launch {
  let dataFolder: string | undefined;
  const models: string[] = [];
  for (let index = 0; index < argv.length; index += 1) {
    const argument = argv[index] ?? '';
    if (argument === '--data') {
      index += 1;
      if (argv[index]) dataFolder = resolve(workingFolder, argv[index] ?? '');
    } else if (argument.startsWith('--data=')) {
      dataFolder = resolve(workingFolder, argument.slice('--data='.length));
    } else if (isModelFile(argument)) {
      models.push(resolve(workingFolder, argument));
    }
  }
  return { dataFolder, models };
}

export function isModelFile(path: string): boolean {
  return !path.startsWith('-') && extname(path).toLowerCase() === '.onnx';
}

export function modelRefOf(path: string): ModelRef {
  return { kind: 'file', location: path };
}

/** A second start hands its models over as data: Chromium may reorder the arguments themselves. */
export function readHandOver(data: unknown): readonly string[] {
  if (typeof data !== 'object' || data === null || !('models' in data)) return [];
  const { models } = data;
  if (!Array.isArray(models)) return [];
  return models.filter(
    (path): path is string => typeof path === 'string' && isAbsolute(path) && isModelFile(path),
  );
}
