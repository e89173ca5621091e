import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { asDynoError, DynoError } from '../../contract/errors.ts';
import type { ModelRef } from '../../contract/model.ts';
import { formatBytes } from '../../contract/units.ts';

const PARTIAL = '.partial-';
const PARTIAL_LIFETIME_MS = 24 * 3600e3;
const LONGEST_NAME_BYTES = 200;

export interface Uploads {
  /** Streams a model to disk; the same bytes land in the same folder. `announcedBytes` is null where unknown. */
  receive(body: Readable, name: string, announcedBytes: number | null): Promise<ModelRef>;
  /** Removes what broken-off uploads of former days left. */
  sweep(now: number): Promise<void>;
}

export function createUploads(folder: string, limitBytes: number): Uploads {
  return {
    async receive(body, name, announcedBytes) {
      const fileName = safeName(name);
      if (announcedBytes !== null && announcedBytes > limitBytes) throw tooLarge(fileName, limitBytes);
      const partial = join(folder, PARTIAL + randomUUID());
      try {
        await mkdir(folder, { recursive: true });
        if (announcedBytes !== null) await refuseWhatCannotFit(folder, fileName, announcedBytes);
        const hash = await store(body, partial, fileName, limitBytes);
        const home = join(folder, hash.slice(0, 16));
        await mkdir(home, { recursive: true });
        await rename(partial, join(home, fileName));
        return { kind: 'file', location: join(home, fileName) };
      } catch (error) {
        throw uploadError(error, fileName, folder);
      } finally {
        await rm(partial, { force: true }).catch(() => undefined);
      }
    },
    async sweep(now) {
      const entries = await readdir(folder).catch(() => []);
      for (const entry of entries.filter((name) => name.startsWith(PARTIAL))) {
        const path = join(folder, entry);
        const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: now }));
        if (now - mtimeMs > PARTIAL_LIFETIME_MS) await rm(path, { force: true }).catch(() => undefined);
      }
    },
  };
}

/** The name people see; without anything that a file system or a terminal would read as more than a name. */
export function safeName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .normalize('NFC')
    .replaceAll(/[\p{Cc}<>:"|?*]/gu, '_')
    .replace(/^\.+/, '')
    .replace(/[. ]+$/, '')
    .trim();
  const base = clean === '' ? 'model.onnx' : clean;
  return Buffer.byteLength(base) <= LONGEST_NAME_BYTES ? base : `${base.slice(0, 40)}….onnx`;
}

/** Gives the SHA-256 of what it wrote. Leaves a refused body open: its sender still has to hear why. */
async function store(body: Readable, path: string, name: string, limitBytes: number): Promise<string> {
  const hash = createHash('sha256');
  let received = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      received += chunk.length;
      if (received > limitBytes) throw tooLarge(name, limitBytes);
      hash.update(chunk);
      await file.appendFile(chunk);
    }
  } finally {
    await file.close();
  }
  if (received === 0) throw emptyUpload(name);
  return hash.digest('hex');
}

async function refuseWhatCannotFit(folder: string, name: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bytes <= bavail * bsize) return;
  throw new DynoError({
    code: 'STORE_FULL',
    message: `The model has ${formatBytes(bytes)}, the disk ${formatBytes(bavail * bsize)} free.`,
    subject: name,
    nextStep: `Free some space on the disk of ${folder}, or start Dyno with --data on another one.`,
  });
}

function tooLarge(name: string, limitBytes: number): DynoError {
  return new DynoError({
    code: 'UPLOAD_TOO_LARGE',
    message: `The model is larger than the ${formatBytes(limitBytes)} that an upload may have.`,
    subject: name,
    nextStep: 'Copy the file to the machine that runs Dyno and benchmark it there by its path.',
  });
}

function emptyUpload(name: string): DynoError {
  return new DynoError({
    code: 'MODEL_INVALID',
    message: 'The uploaded file is empty.',
    subject: name,
    nextStep: 'Upload an ONNX model.',
  });
}

function uploadError(error: unknown, name: string, folder: string): DynoError {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new DynoError({
      code: 'STORE_FULL',
      message: 'The disk became full during the upload.',
      subject: name,
      nextStep: `Free some space on the disk of ${folder} and upload it again.`,
    });
  }
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    return new DynoError({
      code: 'STORE_READ_ONLY',
      message: 'Dyno may not write to its models folder.',
      subject: folder,
      nextStep: 'Give this user the right to write there, or start Dyno with --data on another folder.',
    });
  }
  if (code === 'ECONNRESET') {
    return new DynoError({
      code: 'CONNECTION_LOST',
      message: 'The upload broke off.',
      subject: name,
      nextStep: 'Upload it again.',
    });
  }
  return asDynoError(error, name);
}
