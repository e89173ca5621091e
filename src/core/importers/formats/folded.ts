import { decodeUtf8, encodeUtf8 } from '../../model/utf8.ts';
import { ByteCache } from '../byte-cache.ts';
import { invalidTrace } from '../invalid-trace.ts';
import { FrameTable } from '../stacks/frame-table.ts';
import { StackTrack } from '../stacks/stack-track.ts';
import { headLines } from '../text/head-lines.ts';
import { TextLines } from '../text/text-lines.ts';
import type { TraceSink } from '../trace-sink.ts';
import type { FileHead, StreamImporter, TraceReading } from './types.ts';

const TITLE = 'folded stacks';
/** So many lines are looked at before it is decided what their numbers mean. */
const LINES_TO_JUDGE_BY = 256;
const SEMICOLON = 0x3b;
const HASH = 0x23;
const SLASH = 0x2f;
const DECIMALS = 1000;
const NUMBER = /^\d+(\.\d*)?([eE][+-]?\d+)?$/;
const LONGEST_NUMBER = 40;

/** "main;work;copy 12" a line, as stackcollapse writes it: the order of the file is the order of the stacks. */
export const folded: StreamImporter = {
  format: 'folded',
  source: 'bytes',
  title: TITLE,
  sniff: isFolded,
  read: (sink) => new FoldedReading(sink),
};

function isFolded(head: FileHead): boolean {
  const lines = headLines(head).slice(0, 200);
  let stacks = 0;
  let others = 0;
  let hasFrames = false;
  for (const line of lines) {
    const bytes = encodeUtf8(line);
    if (line.trim() === '' || isComment(bytes, 0, bytes.length)) continue;
    if (lastNumber(bytes, 0, bytes.length) !== null) {
      stacks += 1;
      hasFrames ||= line.includes(';');
    } else if (line.length < 16 * 1024) others += 1;
  }
  return stacks > 0 && (hasFrames ? stacks >= others : others === 0);
}

/** "# samples 12" is none of them, "#!main;work 12" may be. */
function isComment(bytes: Uint8Array, from: number, to: number): boolean {
  const isMarked = bytes[from] === HASH || (bytes[from] === SLASH && bytes[from + 1] === SLASH);
  return isMarked && to > from && !bytes.subarray(from, to).includes(SEMICOLON);
}

interface Stack {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
}

class FoldedReading implements TraceReading {
  readonly #sink: TraceSink;
  readonly #frames: FrameTable;
  readonly #numbers: ByteCache<number>;
  readonly #lines = new TextLines((bytes, from, to, at) => this.#line(bytes, from, to, at), TITLE);
  #early: { readonly bytes: Uint8Array; readonly at: number }[] | null = [];
  #tracks: { readonly stacks: StackTrack; at: number }[] = [];
  #scale = 1;
  #stack = new Uint32Array(256);
  #firstOdd = -1;
  #isLast = false;
  /** Of the last line, where nothing ends it. */
  #unendedAt = -1;
  readonly #weights = [0, 0];

  constructor(sink: TraceSink) {
    this.#sink = sink;
    this.#frames = new FrameTable(sink);
    this.#numbers = new ByteCache((bytes, from, to) => {
      const name = decodeUtf8(bytes.subarray(from, to));
      return this.#frames.of(name === '' ? '(no name)' : name);
    });
    sink.unit('samples');
  }

  push(bytes: Uint8Array): void {
    this.#lines.push(bytes);
  }

  end(): void {
    this.#isLast = true;
    this.#lines.end();
    this.#judge();
    if (this.#sink.spanCount === 0 && this.#tracks.every(({ at }) => at === 0))
      throw invalidTrace(
        TITLE,
        'No line has a stack and its number; the first that has none is',
        Math.max(0, this.#firstOdd),
      );
    for (const { stacks, at } of this.#tracks) stacks.end(Math.round(at));
  }

  #line(bytes: Uint8Array, from: number, to: number, at: number): void {
    if (this.#isLast) this.#unendedAt = at;
    if (this.#early === null) {
      this.#read(bytes, from, to, at);
      return;
    }
    this.#early.push({ bytes: bytes.slice(from, to), at });
    if (this.#early.length >= LINES_TO_JUDGE_BY) this.#judge();
  }

  /** Whether lines have two numbers, before and after, and whether numbers have decimals. */
  #judge(): void {
    const early = this.#early;
    if (early === null) return;
    this.#early = null;
    let lines = 0;
    let pairs = 0;
    let hasDecimals = false;
    for (const { bytes } of early) {
      const last = lastNumber(bytes, 0, bytes.length);
      if (last === null) continue;
      lines += 1;
      const before = lastNumber(bytes, 0, last.from);
      if (before !== null) pairs += 1;
      hasDecimals ||= !Number.isInteger(last.value) || (before !== null && !Number.isInteger(before.value));
    }
    const isPaired = lines > 0 && pairs === lines;
    if (hasDecimals) {
      this.#scale = DECIMALS;
      this.#sink.fact('Scale', `numbers with decimals, shown in 1/${DECIMALS}`);
    }
    this.#tracks = (isPaired ? ['before', 'after'] : ['stacks']).map((name, sort) => {
      const track = this.#sink.track({ process: '', name, kind: 'stack', sort });
      return { stacks: new StackTrack(this.#sink, this.#frames, track), at: 0 };
    });
    for (const { bytes, at } of early) this.#read(bytes, 0, bytes.length, at);
  }

  #read(bytes: Uint8Array, from: number, to: number, at: number): void {
    if (isComment(bytes, from, to)) return;
    let end = to;
    for (let place = this.#tracks.length - 1; place >= 0; place -= 1) {
      const number = lastNumber(bytes, from, end);
      if (number === null) {
        this.#odd(bytes, from, to, at);
        return;
      }
      end = number.from;
      this.#weights[place] = number.value;
    }
    const count = this.#framesOf({ bytes, from, to: end });
    this.#tracks.forEach((track, place) => {
      const weight = (this.#weights[place] as number) * this.#scale;
      const next = track.at + weight;
      if (!(next <= Number.MAX_SAFE_INTEGER)) {
        this.#sink.warn('limits', '{count} stacks are too heavy to be added up; they are left out.', at);
        return;
      }
      if (weight > 0) track.stacks.stack(this.#stack, count, Math.round(track.at));
      track.at = next;
    });
  }

  #framesOf({ bytes, from, to }: Stack): number {
    let count = 0;
    for (let start = from; start <= to;) {
      let end = start;
      while (end < to && bytes[end] !== SEMICOLON) end += 1;
      if (count === this.#stack.length) {
        const grown = new Uint32Array(2 * count);
        grown.set(this.#stack);
        this.#stack = grown;
      }
      const first = skipSpace(bytes, start, end);
      this.#stack[count++] = this.#numbers.get(bytes, first, trimSpace(bytes, first, end));
      start = end + 1;
    }
    return count;
  }

  #odd(bytes: Uint8Array, from: number, to: number, at: number): void {
    const text = decodeUtf8(bytes.subarray(from, Math.min(to, from + 200)));
    if (text.trim() === '') return;
    if (this.#firstOdd < 0) this.#firstOdd = at;
    if (at === this.#unendedAt) {
      this.#sink.warn('cut', 'The last line has no number: the file is cut.', at);
      return;
    }
    this.#sink.warn(
      'broken-events',
      '{count} lines are no stack with a number behind it; they are left out.',
      at,
    );
  }
}

/** The number that ends a line, and where what stands before it ends; null where no number follows something. */
function lastNumber(bytes: Uint8Array, from: number, to: number): { from: number; value: number } | null {
  const end = trimSpace(bytes, from, to);
  let start = end;
  while (start > from && (bytes[start - 1] as number) > 0x20) start -= 1;
  if (end === start || end - start > LONGEST_NUMBER) return null;
  const before = trimSpace(bytes, from, start);
  if (before === from || before === start) return null;
  let value = 0;
  for (let at = start; at < end; at += 1) {
    const digit = (bytes[at] as number) - 0x30;
    if (digit < 0 || digit > 9 || end - start > 15) {
      const text = decodeUtf8(bytes.subarray(start, end));
      return NUMBER.test(text) && Number.isFinite(Number(text))
        ? { from: before, value: Number(text) }
        : null;
    }
    value = value * 10 + digit;
  }
  return { from: before, value };
}

function trimSpace(bytes: Uint8Array, from: number, to: number): number {
  let end = to;
  while (end > from && (bytes[end - 1] as number) <= 0x20) end -= 1;
  return end;
}

function skipSpace(bytes: Uint8Array, from: number, to: number): number {
  let start = from;
  while (start < to && (bytes[start] as number) <= 0x20) start += 1;
  return start;
}
