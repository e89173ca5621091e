import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { DynoError } from '../../contract/errors.ts';
import { demoName, writeDemoSlices } from '../model/index.ts';

const SLICES_IN_A_TURN_MS = 8;
const SLICE_KEPT_BYTES = 1024 * 1024;

export interface DemoFile {
  readonly path: string;
  readonly contentHash: string;
}

/**
 * A demo model as a file. Its bytes follow from its name and this version alone, so that a file that was written
 * once is used again; its name carries the beginning of its hash, and it appears only when it is whole.
 */
export async function demoFile(
  reference: string,
  folder: string,
  version: string,
  known: (key: string) => string | null,
  remember: (key: string, hash: string) => void,
  stopped: () => boolean,
): Promise<DemoFile> {
  const name = demoName(reference);
  const key = `demo:${name}@${version}`;
  const pathOf = (hash: string): string => join(folder, `${name}-${hash.slice(0, 12)}.onnx`);
  const hash = known(key);
  if (hash !== null && (await exists(pathOf(hash)))) return { path: pathOf(hash), contentHash: hash };

  const unfinished = join(folder, `.${name}-${randomUUID()}.part`);
  try {
    await mkdir(folder, { recursive: true });
    const contentHash = await writeWhole(name, unfinished, stopped);
    await rename(unfinished, pathOf(contentHash));
    remember(key, contentHash);
    return { path: pathOf(contentHash), contentHash };
  } catch (thrown) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw thrown instanceof DynoError ? thrown : notWritten(reference, folder, thrown);
  }
}

/** In slices, so that nobody else in this process waits for long. */
async function writeWhole(name: string, path: string, stopped: () => boolean): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(path, 'wx');
  try {
    let pending: Buffer[] = [];
    let pendingBytes = 0;
    const write = async (): Promise<void> => {
      if (pending.length > 0) await file.writeFile(Buffer.concat(pending));
      pending = [];
      pendingBytes = 0;
    };
    const sink = {
      write: (bytes: Uint8Array) => {
        const copy = Buffer.from(bytes);
        hash.update(copy);
        pending.push(copy);
        pendingBytes += copy.length;
      },
    };
    const slices = writeDemoSlices(name, sink);
    let turnBegan = performance.now();
    while (slices.next().done !== true) {
      if (stopped()) throw new DynoError(STOPPED);
      if (pendingBytes >= SLICE_KEPT_BYTES) await write();
      if (performance.now() - turnBegan < SLICES_IN_A_TURN_MS) continue;
      await nextTurn();
      turnBegan = performance.now();
    }
    await write();
    await file.sync();
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}

const STOPPED = {
  code: 'RUN_FAILED',
  message: 'The run was stopped while its model was written.',
  subject: 'the demo model',
  nextStep: 'Start it again.',
} as const;

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

function notWritten(reference: string, folder: string, thrown: unknown): DynoError {
  const code = (thrown as NodeJS.ErrnoException).code ?? '';
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  return new DynoError(
    {
      code: full ? 'STORE_FULL' : 'STORE_READ_ONLY',
      message: full
        ? `The disk is full: ${reference} could not be written to it.`
        : `${reference} could not be written to ${folder}: ${(thrown as Error).message}`,
      subject: folder,
      nextStep:
        'Free some space or allow writing there, or name another folder with --data DIR or DYNO_DATA.',
    },
    { cause: thrown },
  );
}
