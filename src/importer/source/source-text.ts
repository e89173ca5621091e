import { openSource } from './trace-source.ts';

const MOST_BYTES = 1024 * 1024;
/** Neighbours are looked at one after the other: one unfolding serves them all. */
const KEPT_BYTES = 8 * 1024 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const NEWLINE = 0x0a;

/** Reads pieces of a source again, as an importer saw it. */
export class SourceText {
  readonly #path: string;
  readonly #mostBytes: number;
  #keptFrom = 0;
  #kept: Uint8Array = new Uint8Array(0);

  constructor(path: string, mostBytes: number) {
    this.#path = path;
    this.#mostBytes = mostBytes;
  }

  /** What begins there: a JSON object as it stands, or a line as a JSON string. Null where there is nothing. */
  async at(offset: number): Promise<string | null> {
    const bytes = await this.#bytesFrom(offset);
    if (bytes.length === 0) return null;
    if (bytes[0] !== OPEN) return JSON.stringify(lineOf(bytes));
    const end = endOfObject(bytes);
    // Cut, too long or no JSON: what there is of it, as text.
    if (end === null) return JSON.stringify(decode(bytes));
    const text = decode(bytes.subarray(0, end));
    return isJson(text) ? text : JSON.stringify(text);
  }

  async #bytesFrom(offset: number): Promise<Uint8Array> {
    const within = offset - this.#keptFrom;
    if (within < 0 || within + MOST_BYTES > this.#kept.length) await this.#load(offset);
    const from = offset - this.#keptFrom;
    return this.#kept.subarray(from, from + MOST_BYTES);
  }

  async #load(offset: number): Promise<void> {
    const source = await openSource(this.#path, this.#mostBytes, () => undefined);
    try {
      if (source.isPlain) {
        const bytes = Buffer.allocUnsafeSlow(MOST_BYTES);
        const { bytesRead } = await source.file.read(bytes, 0, MOST_BYTES, offset);
        this.#kept = bytes.subarray(0, bytesRead);
        this.#keptFrom = offset;
        return;
      }
      await this.#unfold(source.pieces(), offset);
    } finally {
      await source.close();
    }
  }

  async #unfold(pieces: AsyncIterable<Uint8Array>, offset: number): Promise<void> {
    const from = Math.max(0, offset - KEPT_BYTES / 4);
    const kept: Uint8Array[] = [];
    let at = 0;
    for await (const piece of pieces) {
      if (at + piece.length > from) kept.push(piece.subarray(Math.max(0, from - at)));
      at += piece.length;
      if (at >= from + KEPT_BYTES) break;
    }
    this.#kept = Buffer.concat(kept);
    this.#keptFrom = from;
  }
}

function endOfObject(bytes: Uint8Array): number | null {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (isText) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) isText = false;
    } else if (byte === QUOTE) isText = true;
    else if (byte === OPEN) depth += 1;
    else if (byte === CLOSE) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return null;
}

function lineOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(NEWLINE);
  return decode(end < 0 ? bytes : bytes.subarray(0, end)).trimEnd();
}

function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
