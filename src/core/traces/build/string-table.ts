import { createHash } from 'node:crypto';
import type { DiskFile } from '../disk-file.ts';

/** Longer texts wait on the disk, so that thousands of names of a megabyte do not fill the memory. */
const LONG_CHARACTERS = 4096;
const HEAD_CHARACTERS = 256;

interface LongText {
  readonly at: number;
  readonly bytes: number;
  /** How it begins, for a preview. */
  readonly head: string;
}

/** The texts of a trace, each once, by number. 0 is the empty one. */
export class StringTable {
  readonly #spill: () => DiskFile;
  readonly #numbers = new Map<string, number>([['', 0]]);
  readonly #longNumbers = new Map<string, number>();
  readonly #texts: (string | LongText)[] = [''];
  /** No more bytes than these in UTF-8. */
  #mostBytes = 0;

  constructor(spill: () => DiskFile) {
    this.#spill = spill;
  }

  get count(): number {
    return this.#texts.length;
  }

  /** Places in so many bytes may not fit 32 bits. */
  get isLarge(): boolean {
    return this.#mostBytes > 0x7fff_ffff;
  }

  number(text: string): number {
    if (text.length > LONG_CHARACTERS) return this.#longNumber(text);
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#texts.length;
    this.#numbers.set(text, number);
    this.#texts.push(text);
    this.#mostBytes += text.length * 3;
    return number;
  }

  #longNumber(text: string): number {
    const bytes = Buffer.from(text, 'utf8');
    const digest = createHash('sha256').update(bytes).digest('base64');
    const known = this.#longNumbers.get(digest);
    if (known !== undefined) return known;
    const number = this.#texts.length;
    const spill = this.#spill();
    // A copy, so that the head does not hold the whole.
    const head = Buffer.from(text.slice(0, HEAD_CHARACTERS)).toString();
    this.#texts.push({ at: spill.bytes, bytes: bytes.length, head });
    spill.append(bytes);
    this.#longNumbers.set(digest, number);
    this.#mostBytes += bytes.length;
    return number;
  }

  /** Not the whole of a very long one. */
  shown(number: number): string {
    const text = this.#texts[number] ?? '';
    return typeof text === 'string' ? text : `${text.head}…`;
  }

  bytesOf(number: number): Uint8Array {
    const text = this.#texts[number] ?? '';
    return typeof text === 'string'
      ? Buffer.from(text, 'utf8')
      : this.#spill().read(new Uint8Array(text.bytes), text.at);
  }

  *all(): Iterable<Uint8Array> {
    for (let number = 0; number < this.#texts.length; number++) yield this.bytesOf(number);
  }
}
