import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { asDynoError, DynoError } from '../../contract/errors.ts';
import type { ModelRef } from '../../contract/model.ts';
import { formatBytes } from '../../contract/units.ts';

const PARTIAL = '.partial-';
const PARTIAL_LIFETIME_MS = 24 * 3600e3;
const LONGEST_NAME_BYTES = 200;
const KEPT_FREE_BYTES = 256 * 1024 ** 2;
const LOOK_EVERY_BYTES = 64 * 1024 ** 2;

/** What is uploaded, in the words of its errors. */
export interface UploadKind {
  readonly noun: 'model' | 'trace';
  readonly nameless: string;
  readonly whatToUpload: string;
  readonly otherWay: string;
}

export const MODEL_UPLOAD: UploadKind = {
  noun: 'model',
  nameless: 'model.onnx',
  whatToUpload: 'Upload an ONNX model.',
  otherWay: 'Copy the file to the machine that runs Dyno and benchmark it there by its path.',
};

export const TRACE_UPLOAD: UploadKind = {
  noun: 'trace',
  nameless: 'trace',
  whatToUpload: 'Upload what a profiler wrote.',
  otherWay: 'Copy the file to the machine that runs Dyno and open it there by its path.',
};

export interface Uploads {
  /** Streams a file to disk; the same bytes land in the same folder. `announcedBytes` is null where unknown. */
  receive(body: Readable, name: string, announcedBytes: number | null): Promise<ModelRef>;
  /** Removes what broken-off uploads of former days left. */
  sweep(now: number): Promise<void>;
}

export function createUploads(folder: string, limitBytes: number, kind = MODEL_UPLOAD): Uploads {
  return {
    async receive(body, name, announcedBytes) {
      const fileName = safeName(name, kind.nameless);
      const refused: Refusals = { name: fileName, folder, limitBytes, kind };
      if (announcedBytes !== null && announcedBytes > limitBytes) throw tooLarge(refused);
      const partial = join(folder, PARTIAL + randomUUID());
      try {
        await mkdir(folder, { recursive: true });
        if (announcedBytes !== null) await refuseWhatCannotFit(refused, announcedBytes);
        const hash = await store(body, partial, refused);
        const home = join(folder, hash.slice(0, 16));
        await mkdir(home, { recursive: true });
        // What is there already stays as it is: its time of change is part of what it is known by.
        if (!(await isThere(join(home, fileName)))) await rename(partial, join(home, fileName));
        return { kind: 'file', location: join(home, fileName) };
      } catch (error) {
        throw uploadError(error, refused);
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
export function safeName(name: string, nameless = MODEL_UPLOAD.nameless): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .normalize('NFC')
    .replaceAll(/[\p{Cc}<>:"|?*]/gu, '_')
    .replace(/^\.+/, '')
    .replace(/[. ]+$/, '')
    .trim();
  const base = clean === '' ? nameless : clean;
  return Buffer.byteLength(base) <= LONGEST_NAME_BYTES ? base : `${base.slice(0, 40)}…${extname(nameless)}`;
}

interface Refusals {
  readonly name: string;
  readonly folder: string;
  readonly limitBytes: number;
  readonly kind: UploadKind;
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** Gives the SHA-256 of what it wrote. Leaves a refused body open: its sender still has to hear why. */
async function store(body: Readable, path: string, refused: Refusals): Promise<string> {
  const hash = createHash('sha256');
  let received = 0;
  let lookedAt = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      received += chunk.length;
      if (received > refused.limitBytes) throw tooLarge(refused);
      if (received - lookedAt >= LOOK_EVERY_BYTES) {
        lookedAt = received;
        await refuseWhatCannotFit(refused, 0);
      }
      hash.update(chunk);
      await file.appendFile(chunk);
    }
  } finally {
    await file.close();
  }
  if (received === 0) throw emptyUpload(refused);
  return hash.digest('hex');
}

/** Leaves the disk some room: a full one stops every program on it. */
async function refuseWhatCannotFit({ folder, name, kind }: Refusals, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bytes + KEPT_FREE_BYTES <= bavail * bsize) return;
  throw new DynoError({
    code: 'STORE_FULL',
    message:
      bytes === 0
        ? `The disk is nearly full: ${formatBytes(bavail * bsize)} are free.`
        : `The ${kind.noun} has ${formatBytes(bytes)}, the disk ${formatBytes(bavail * bsize)} free.`,
    subject: name,
    nextStep: `Free some space on the disk of ${folder}, or start Dyno with --data on another one.`,
  });
}

function tooLarge({ name, limitBytes, kind }: Refusals): DynoError {
  return new DynoError({
    code: 'UPLOAD_TOO_LARGE',
    message: `The ${kind.noun} is larger than the ${formatBytes(limitBytes)} that an upload may have.`,
    subject: name,
    nextStep: kind.otherWay,
  });
}

function emptyUpload({ name, kind }: Refusals): DynoError {
  return new DynoError({
    code: kind.noun === 'model' ? 'MODEL_INVALID' : 'TRACE_INVALID',
    message: 'The uploaded file is empty.',
    subject: name,
    nextStep: kind.whatToUpload,
  });
}

function uploadError(error: unknown, { name, folder, kind }: Refusals): DynoError {
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
      message: `Dyno may not write to the folder of its ${kind.noun}s.`,
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
