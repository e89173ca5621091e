import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { DynoError } from '../../contract/errors.ts';
import type { ModelInfo } from '../../contract/model.ts';
import type { ByteSource } from '../model/index.ts';

export interface ModelFile extends ByteSource {
  readonly name: string;
  close(): void;
}

/** A file to read by windows. Throws FILE_NOT_FOUND or FILE_NOT_READABLE. */
export function openModelFile(path: string): ModelFile {
  try {
    // Asked before opening: to open a named pipe is to wait for its writer.
    const found = statSync(path);
    if (!found.isFile()) throw notAFile(path, found.isDirectory());
    const file = openSync(path, 'r');
    // No Buffer: its slice() is a view where that of other byte arrays is a copy.
    let window = new Uint8Array(0);
    return {
      name: basename(path),
      size: fstatSync(file).size,
      read(offset, length) {
        if (window.length < length) window = new Uint8Array(length);
        return window.subarray(0, readFully(file, window, length, offset));
      },
      close: () => closeSync(file),
    };
  } catch (thrown) {
    throw unreadable(path, thrown);
  }
}

/** One read may give less than was asked for before the end of the file. */
function readFully(file: number, window: Uint8Array, length: number, offset: number): number {
  let filled = 0;
  while (filled < length) {
    const count = readSync(file, window, filled, length - filled, offset + filled);
    if (count === 0) break;
    filled += count;
  }
  return filled;
}

/** Changes whenever the file does. */
export async function stampOf(path: string): Promise<string> {
  try {
    const { size, mtimeMs, ctimeMs, ino } = await stat(path);
    return `${size}:${mtimeMs}:${ctimeMs}:${ino}`;
  } catch (thrown) {
    throw unreadable(path, thrown);
  }
}

/** The files beside a model that hold its weights, absolute, with their sizes; null for one that is not there. */
export async function externalFiles(
  info: ModelInfo,
  { mustExist }: { readonly mustExist: boolean },
): Promise<ModelInfo['externalData']> {
  const folder = dirname(info.ref.location);
  return Promise.all(
    info.externalData.map(async ({ path, bytes }) => {
      const file = resolve(folder, path);
      const found = await stat(file).catch(() => null);
      const whole = found !== null && found.isFile() && found.size >= (bytes ?? 0);
      if (mustExist && !whole) throw externalDataMissing(info, file, found?.size ?? null, bytes);
      return { path: file, bytes: found?.isFile() ? found.size : null };
    }),
  );
}

function externalDataMissing(
  info: ModelInfo,
  file: string,
  size: number | null,
  wanted: number | null,
): DynoError {
  return new DynoError({
    code: 'MODEL_EXTERNAL_DATA_MISSING',
    message:
      size === null
        ? `${info.name} keeps weights in ${basename(file)}, which is not there.`
        : `${info.name} keeps weights in ${basename(file)}, which has ${size} bytes where ${wanted ?? 0} are needed.`,
    subject: file,
    nextStep:
      'Put the file beside the model, whole, under that name, or export the model with its weights inside.',
  });
}

/** SHA-256 over the files one after the other, read in a stream. */
export async function hashFiles(
  paths: readonly string[],
  subject: string,
  stopped: () => boolean,
): Promise<string> {
  const hash = createHash('sha256');
  try {
    for (const path of paths) {
      for await (const bytes of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
        hash.update(bytes as Buffer);
        if (stopped()) return '';
      }
    }
  } catch (thrown) {
    throw unreadable(subject, thrown);
  }
  return hash.digest('hex');
}

function notAFile(path: string, folder: boolean): DynoError {
  return new DynoError({
    code: 'FILE_NOT_READABLE',
    message: folder ? 'This is a folder, not a model file.' : 'This is not a plain file.',
    subject: path,
    nextStep: 'Name the .onnx file itself.',
  });
}

function unreadable(path: string, thrown: unknown): DynoError {
  if (thrown instanceof DynoError) return thrown;
  const { code, message } = thrown as NodeJS.ErrnoException;
  const missing = code === 'ENOENT' || code === 'ENOTDIR';
  return new DynoError(
    {
      code: missing ? 'FILE_NOT_FOUND' : 'FILE_NOT_READABLE',
      message: missing ? 'There is no such file.' : `The file cannot be read: ${message}.`,
      subject: path,
      nextStep: missing ? 'Check the path.' : 'Check that you may read it.',
    },
    { cause: thrown },
  );
}
