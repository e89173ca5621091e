import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { DynoError } from '../contract/errors.ts';
import type { FileInput } from '../contract/worker-api.ts';
import { decodeInputFile } from '../core/model/files/input-file.ts';
import type { FileTensor } from '../core/model/index.ts';

/**
 * Which input gets which tensor. A file with one tensor gives it to the input that it was named for, whatever the
 * file calls it; an archive gives each input the tensor of its own name.
 */
export function readInputFiles(files: Readonly<Record<string, string>>): ReadonlyMap<string, FileTensor> {
  const given = new Map<string, FileTensor>();
  const read = new Map<string, readonly FileTensor[]>();
  for (const [input, path] of Object.entries(files)) {
    const tensors = read.get(path) ?? decodeInputFile(path, readBytes(path));
    read.set(path, tensors);
    const own =
      tensors.find((tensor) => tensor.name === input) ?? (tensors.length === 1 ? tensors[0] : undefined);
    if (own === undefined) {
      throw new DynoError({
        code: 'INPUT_INVALID',
        message: `${basename(path)} holds no tensor called ${input}.`,
        subject: path,
        nextStep: `It holds: ${tensors.map(({ name }) => name ?? 'one without a name').join(', ') || 'none'}.`,
      });
    }
    given.set(input, own);
  }
  return given;
}

/** What the plan needs to know of the user's files, without their values. */
export function describeInputFiles(files: Readonly<Record<string, string>>): readonly FileInput[] {
  return [...readInputFiles(files)].map(([input, { type, shape }]) => ({ input, type, shape }));
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (thrown) {
    const missing = (thrown as NodeJS.ErrnoException).code === 'ENOENT';
    throw new DynoError(
      {
        code: missing ? 'FILE_NOT_FOUND' : 'FILE_NOT_READABLE',
        message: missing
          ? 'There is no such input file.'
          : `The input file cannot be read: ${String((thrown as Error).message)}`,
        subject: path,
        nextStep: missing ? 'Check the path.' : 'Check that it is a file and that you may read it.',
      },
      { cause: thrown },
    );
  }
}
