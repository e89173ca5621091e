import type { Transform } from 'node:stream';
import { crc32, createInflateRaw, createZstdDecompress } from 'node:zlib';
import { formatBytes, formatCount } from '../../contract/units.ts';
import { traceInvalid } from '../trace-invalid.ts';
import { gzipHeaderBytes } from './gzip-header.ts';
import type { SourceWarn } from './types.ts';

export type Folding = 'gzip' | 'zstd';

export interface UnfoldLimits {
  readonly mostBytes: number;
  /** Beyond so many bytes nothing may have grown by more than this: JSON shrinks to a tenth, seldom to a fiftieth. */
  readonly ratioFrom: number;
  readonly mostRatio: number;
}

export const UNFOLD_RATIO = { ratioFrom: 512 * 1024 ** 2, mostRatio: 200 } as const;

const OUTPUT_BYTES = 2 * 1024 * 1024;
/** A few bytes of zstd can stand for gigabytes: they are not collected. */
const MOST_AT_ONCE = 16 * 1024 * 1024;
const LONGEST_HEADER = 1024 * 1024;
const TRAILER_BYTES = 8;

/**
 * Unfolds members or frames one after the other, as gzip and zstd allow them to be put together, while the next bytes
 * are on their way. A cut or damaged end gives what could be unfolded and a warning.
 */
export async function* unfold(
  pieces: AsyncIterable<Uint8Array>,
  folding: Folding,
  limits: UnfoldLimits,
  warn: SourceWarn,
  path: string,
): AsyncGenerator<Uint8Array> {
  const input = new FoldedInput(pieces);
  let unfolded = 0;
  for (let member = 0; ; member += 1) {
    const begin = await beginMember(input, folding);
    if (begin === 'end') return;
    if (begin === 'wrong') {
      if (member === 0) throw traceInvalid(`The ${folding} header is damaged, at byte 0.`, path);
      if (!(await input.isPadding())) {
        warn(
          'cut',
          `What follows the compressed data, from byte ${formatCount(input.at)} on, was left out.`,
          unfolded,
        );
      }
      return;
    }
    const stretch = new Stretch(folding);
    const step = (): Promise<Uint8Array[]> =>
      stretch.step(() => (begin === 'cut' ? Promise.resolve(null) : input.take()));
    let checksum = 0;
    let coming: Promise<Uint8Array[]> | null = step();
    try {
      while (coming !== null) {
        const given: Uint8Array[] = await coming;
        coming = stretch.state === 'open' ? step() : null;
        for (const bytes of given) {
          unfolded += bytes.length;
          if (folding === 'gzip') checksum = crc32(bytes, checksum);
          if (isTooMuch(unfolded, input.at, limits)) throw bomb(unfolded, input.at, limits, path);
          yield bytes;
        }
      }
    } finally {
      await coming?.catch(() => undefined);
    }
    if (stretch.state === 'failed') {
      if (unfolded === 0)
        throw traceInvalid(
          `${howItEnds(folding, stretch.isCut, input.at)}: nothing of it can be unfolded.`,
          path,
        );
      warn('cut', brokenOff(folding, stretch.isCut, input.at, unfolded), unfolded);
      return;
    }
    input.giveBack(stretch.unused);
    if (folding === 'gzip' && !(await checks(input, checksum))) {
      warn(
        'cut',
        `The checksum of the gzip data, at byte ${formatCount(input.at)}, is missing or does not match.`,
        unfolded,
      );
    }
  }
}

async function beginMember(input: FoldedInput, folding: Folding): Promise<'ok' | 'end' | 'wrong' | 'cut'> {
  if (!(await input.atLeast(1))) return 'end';
  if (folding === 'zstd') {
    await input.atLeast(4);
    return isZstd(input.bytes) ? 'ok' : 'wrong';
  }
  for (;;) {
    const header = gzipHeaderBytes(input.bytes);
    if (typeof header === 'number') {
      input.skip(header);
      return 'ok';
    }
    if (header === 'wrong' || input.bytes.length > LONGEST_HEADER) return 'wrong';
    if (!(await input.more())) return 'cut';
  }
}

export function isZstd(bytes: Uint8Array): boolean {
  const [a, b, c, d] = bytes;
  const isFrame = a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd;
  const isSkippable = a !== undefined && a >= 0x50 && a <= 0x5f && b === 0x2a && c === 0x4d && d === 0x18;
  return isFrame || isSkippable;
}

async function checks(input: FoldedInput, checksum: number): Promise<boolean> {
  if (!(await input.atLeast(TRAILER_BYTES))) {
    input.skip(input.bytes.length);
    return false;
  }
  const stored = Buffer.from(input.bytes.subarray(0, 4)).readUInt32LE();
  input.skip(TRAILER_BYTES);
  return stored === checksum;
}

/** Bytes that came and were not used; what a member leaves over belongs to the next. */
class FoldedInput {
  readonly #pieces: AsyncIterator<Uint8Array, undefined>;
  bytes: Uint8Array = new Uint8Array(0);
  /** Of the file: where `bytes` begins. */
  at = 0;

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
  }

  async more(): Promise<boolean> {
    const next = await this.#pieces.next();
    if (next.done === true) return false;
    this.bytes = this.bytes.length === 0 ? next.value : Buffer.concat([this.bytes, next.value]);
    return true;
  }

  async atLeast(count: number): Promise<boolean> {
    while (this.bytes.length < count) if (!(await this.more())) return false;
    return true;
  }

  /** All that is there, or the next piece; null at the end. */
  async take(): Promise<Uint8Array | null> {
    if (!(await this.atLeast(1))) return null;
    const { bytes } = this;
    this.skip(bytes.length);
    return bytes;
  }

  skip(count: number): void {
    this.bytes = this.bytes.subarray(count);
    this.at += count;
  }

  giveBack(bytes: Uint8Array): void {
    this.bytes = this.bytes.length === 0 ? bytes : Buffer.concat([bytes, this.bytes]);
    this.at -= bytes.length;
  }

  /** Tapes and block devices fill up with zeros. */
  async isPadding(): Promise<boolean> {
    do {
      if (this.bytes.some((byte) => byte !== 0)) return false;
      this.skip(this.bytes.length);
    } while (await this.more());
    return true;
  }
}

/** One member or frame. zlib works on threads of its own; what it gives is handed over piece by piece. */
class Stretch {
  readonly #stream: Transform & { readonly bytesWritten: number };
  #given: Uint8Array[] = [];
  #givenBytes = 0;
  /** A piece was given that is not used up. */
  #isBusy = false;
  state: 'open' | 'done' | 'failed' = 'open';
  isCut = false;
  unused: Uint8Array = new Uint8Array(0);
  /** The end of one is heard only when the next has been given. */
  #last: Uint8Array[] = [];
  #fed = 0;
  #wake: () => void = () => undefined;

  constructor(folding: Folding) {
    const options = { chunkSize: OUTPUT_BYTES };
    this.#stream = folding === 'gzip' ? createInflateRaw(options) : createZstdDecompress(options);
    this.#stream.on('data', (bytes: Uint8Array) => this.#give(bytes));
    this.#stream.on('error', (error: NodeJS.ErrnoException) => {
      this.isCut = error.code === 'Z_BUF_ERROR';
      this.#settle('failed');
    });
    this.#stream.on('end', () => this.#settle('done'));
  }

  /** What came of the next piece; null from `take` is the end. A piece that grows beyond reason takes several steps. */
  async step(take: () => Promise<Uint8Array | null>): Promise<Uint8Array[]> {
    const piece = this.#isBusy ? undefined : await take();
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.#stream.resume();
      if (piece === null) this.#stream.end();
      else if (piece !== undefined) this.#write(piece);
    });
    if (this.state === 'done') {
      const unused = this.#fed - this.#stream.bytesWritten;
      this.unused = unused === 0 ? this.unused : Buffer.concat(this.#last).subarray(-unused);
    }
    const given = this.#given;
    this.#given = [];
    this.#givenBytes = 0;
    return given;
  }

  #write(piece: Uint8Array): void {
    this.#last = [...this.#last.slice(-1), piece];
    this.#fed += piece.length;
    this.#isBusy = true;
    this.#stream.write(piece, () => {
      this.#isBusy = false;
      this.#wake();
    });
  }

  #give(bytes: Uint8Array): void {
    this.#given.push(bytes);
    this.#givenBytes += bytes.length;
    if (this.#givenBytes < MOST_AT_ONCE) return;
    this.#stream.pause();
    this.#wake();
  }

  #settle(state: 'done' | 'failed'): void {
    if (this.state === 'open') this.state = state;
    this.#wake();
  }
}

function isTooMuch(unfolded: number, folded: number, limits: UnfoldLimits): boolean {
  return (
    unfolded > limits.mostBytes ||
    (unfolded > limits.ratioFrom && unfolded > limits.mostRatio * Math.max(1, folded))
  );
}

function bomb(unfolded: number, folded: number, limits: UnfoldLimits, path: string): Error {
  const ratio = Math.round(unfolded / Math.max(1, folded));
  const limit =
    unfolded > limits.mostBytes
      ? `more than the ${formatBytes(limits.mostBytes)} that a compressed trace may have`
      : `${formatCount(ratio)} times its size, where ${formatCount(limits.mostRatio)} times is the limit`;
  return traceInvalid(
    `${formatBytes(folded)} of this file unfold to ${formatBytes(unfolded)} and more: ${limit}.`,
    path,
    'If you trust it, unfold it yourself and open what comes out: files that are not compressed have no limit.',
  );
}

function brokenOff(folding: Folding, isCut: boolean, at: number, unfolded: number): string {
  return `${howItEnds(folding, isCut, at)}: the ${formatBytes(unfolded)} before it were read.`;
}

function howItEnds(folding: Folding, isCut: boolean, at: number): string {
  return `The ${folding} data ${isCut ? 'ends too early' : 'is damaged'}, at byte ${formatCount(at)}`;
}
