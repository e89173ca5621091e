import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { DynoError } from '../../contract/errors.ts';

/** What one call may read or write: Node counts its bytes in 32 bits. */
const MOST_AT_ONCE = 2 ** 30;

/** A file that is written and read at places. What goes wrong has words for the user. */
export class DiskFile {
  readonly path: string;
  readonly #descriptor: number;
  #isOpen = true;
  /** One past the last byte written. */
  bytes = 0;

  constructor(path: string, mode: 'make' | 'read') {
    this.path = path;
    this.#descriptor = told(path, () => openSync(path, mode === 'make' ? 'wx+' : 'r'));
  }

  write(data: NodeJS.ArrayBufferView, at: number): void {
    const bytes = bytesIn(data);
    told(this.path, () => {
      for (let done = 0; done < bytes.length;)
        done += writeSync(
          this.#descriptor,
          bytes,
          done,
          Math.min(bytes.length - done, MOST_AT_ONCE),
          at + done,
        );
    });
    this.bytes = Math.max(this.bytes, at + bytes.length);
  }

  append(data: NodeJS.ArrayBufferView): void {
    this.write(data, this.bytes);
  }

  /** Fills the array; a file that ends before is damaged. */
  read<Data extends NodeJS.ArrayBufferView>(into: Data, at: number): Data {
    const bytes = bytesIn(into);
    told(this.path, () => {
      for (let done = 0; done < bytes.length;) {
        const most = Math.min(bytes.length - done, MOST_AT_ONCE);
        const got = readSync(this.#descriptor, bytes, done, most, at + done);
        if (got === 0) throw damaged(this.path, 'it ends too soon');
        done += got;
      }
    });
    return into;
  }

  close(): void {
    if (this.#isOpen) closeSync(this.#descriptor);
    this.#isOpen = false;
  }
}

const bytesIn = (data: NodeJS.ArrayBufferView): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

export function damaged(path: string, reason: string): DynoError {
  return new DynoError({
    code: 'TRACE_INVALID',
    message: `The index of this trace is damaged: ${reason}.`,
    subject: path,
    nextStep: 'Open the trace’s own file again: its index is then made anew.',
  });
}

/** Gives what the file system throws the words that users see. */
export function told<Answer>(path: string, act: () => Answer): Answer {
  try {
    return act();
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : null;
    if (code === null || thrown instanceof DynoError) throw thrown;
    if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
      throw new DynoError(
        {
          code: 'STORE_FULL',
          message: 'The disk is full: the index of this trace cannot be written.',
          subject: path,
          nextStep:
            'Free some space, remove traces no longer needed, or name a folder on another disk with --data DIR.',
        },
        { cause: thrown },
      );
    }
    const isForbidden = /^(EACCES|EPERM|EROFS)$/.test(code);
    throw new DynoError(
      {
        code: isForbidden ? 'STORE_READ_ONLY' : 'STORE_FAILED',
        message: isForbidden
          ? 'The index of this trace cannot be written: that is not permitted.'
          : `The index of this trace could not be read or written (${(thrown as Error).message}).`,
        subject: path,
        nextStep: isForbidden
          ? 'Allow writing there, or name another folder with --data DIR or DYNO_DATA.'
          : 'Check the disk, then open the trace again.',
      },
      { cause: thrown },
    );
  }
}
