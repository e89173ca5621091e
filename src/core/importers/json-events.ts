import { DynoError } from '../../contract/errors.ts';

/** What an element may have before it is a mistake: names of a megabyte occur, an event of this size does not. */
const LONGEST_EVENT = 32 * 1024 * 1024;

/** So many lines in a row that were no elements: this file has none. */
const MOST_FAILED_LINES = 16;

/**
 * One object among the elements of the outermost list: `bytes[from, to)`, which began at byte `offset` of the file.
 * Says whether it is one whole object; where it is not, nothing was done with it.
 */
export type TakeEvent = (bytes: Uint8Array, from: number, to: number, offset: number) => boolean;
export type TakeBroken = (bytes: Uint8Array, from: number, to: number, offset: number) => void;

export interface EventsEnd {
  readonly isClosed: boolean;
  /** Where the element begins that the end cut; null where none is. */
  readonly cutAtByte: number | null;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const NOTHING = 0;
const WORD = 1;

type State = 'before' | 'between' | 'element' | 'string' | 'escape' | 'broken' | 'after';

/**
 * Finds the objects of a JSON list in bytes that come piece by piece, without parsing them: they may be cut anywhere,
 * even inside a character, and only the element in work is held. Programs that write JSON by hand forget to escape:
 * an element that cannot be JSON is handed to `takeBroken` up to the line's end after which the next one begins.
 */
export class JsonEvents {
  readonly #take: TakeEvent;
  readonly #takeBroken: TakeBroken;
  readonly #subject: string;
  #held = new Uint8Array(64 * 1024);
  /** Bytes of the element in work that came with earlier pieces. */
  #heldLength = 0;
  #offset = 0;
  #elementAt = 0;
  #state: State = 'before';
  /** Kinds of the brackets that are open, the element's own first. */
  readonly #open: number[] = [];
  /** The last byte that counts outside of strings: tells where a bracket or a string cannot begin. */
  #last = NOTHING;
  #newline = -1;
  #newlineIn: Uint8Array | null = null;
  #failedLines = 0;

  constructor(take: TakeEvent, takeBroken: TakeBroken, subject: string) {
    this.#take = take;
    this.#takeBroken = takeBroken;
    this.#subject = subject;
  }

  /** Throws TRACE_INVALID where an element does not end within 32 MiB. */
  push(bytes: Uint8Array): void {
    if (this.#heldLength === 0) {
      const from = this.#scan(bytes, 0, this.#offset);
      this.#hold(bytes, from);
    } else {
      const already = this.#heldLength;
      this.#hold(bytes, 0);
      const piece = this.#held.subarray(0, this.#heldLength);
      const from = this.#scan(piece, already, this.#offset - already);
      if (from > 0) {
        this.#heldLength = 0;
        this.#hold(piece, from);
      }
    }
    this.#offset += bytes.length;
    if (this.#heldLength <= LONGEST_EVENT) return;
    throw new DynoError({
      code: 'TRACE_INVALID',
      message: `The event that begins at byte ${this.#elementAt} of the file does not end within 32 MiB.`,
      subject: this.#subject,
      nextStep: 'Check that the file is a trace, and complete; record it again where it is not.',
    });
  }

  end(): EventsEnd {
    // A line that never ends is the last one.
    if (this.#state === 'broken') this.#takeBroken(this.#held, 0, this.#heldLength, this.#elementAt);
    const isBetween = this.#state === 'before' || this.#state === 'between' || this.#state === 'after';
    return { isClosed: this.#state === 'after', cutAtByte: isBetween ? null : this.#elementAt };
  }

  #hold(bytes: Uint8Array, from: number): void {
    const more = bytes.length - from;
    if (more === 0) return;
    const wanted = this.#heldLength + more;
    if (wanted > this.#held.length) {
      const grown = new Uint8Array(Math.max(wanted, 2 * this.#held.length));
      grown.set(this.#held.subarray(0, this.#heldLength));
      this.#held = grown;
    }
    this.#held.set(bytes.subarray(from), this.#heldLength);
    this.#heldLength = wanted;
  }

  /** Goes on at `start` of a piece whose first byte is byte `base` of the file; says from where on to hold it. */
  #scan(bytes: Uint8Array, start: number, base: number): number {
    let at = start;
    // An element that is being held begins where the piece does.
    let element = 0;
    let resumed = -1;
    while (at < bytes.length) {
      if (this.#state === 'between' || this.#state === 'before') {
        at = this.#findElement(bytes, at);
        if (at >= bytes.length) return at;
        element = at;
        this.#elementAt = base + at;
        const lineEnds = this.#takeLine(bytes, at);
        if (lineEnds > 0) {
          at = lineEnds;
          continue;
        }
        this.#state = 'element';
        this.#open.length = 0;
        this.#open.push(OPEN_OBJECT);
        this.#last = OPEN_OBJECT;
        at += 1;
      } else if (this.#state === 'after') {
        return bytes.length;
      } else if (this.#state === 'broken') {
        const end = lineEnd(bytes, resumed >= 0 ? resumed : Math.max(element, start - 2));
        if (end < 0) return element;
        this.#takeBroken(bytes, element, end, this.#elementAt);
        this.#state = 'between';
        at = end;
        resumed = -1;
      } else {
        at = this.#goOn(bytes, at);
        const state = this.#state as State;
        if (state === 'between' && !this.#take(bytes, element, at, this.#elementAt))
          this.#takeBroken(bytes, element, at, this.#elementAt);
        if (state === 'broken') resumed = element;
      }
    }
    return this.#state === 'between' || this.#state === 'after' ? bytes.length : element;
  }

  /**
   * Most programs write an element a line: where one ends like an element, whoever takes it can tell at once whether
   * it was a whole one, and its bytes are looked at once instead of twice. Gives its end, or 0.
   */
  #takeLine(bytes: Uint8Array, start: number): number {
    if (this.#failedLines > MOST_FAILED_LINES) return 0;
    if (this.#newlineIn !== bytes || this.#newline < start) {
      const found = bytes.indexOf(NEWLINE, start);
      this.#newlineIn = bytes;
      this.#newline = found < 0 ? bytes.length : found;
    }
    const end = this.#newline < bytes.length ? contentEnd(bytes, this.#newline) : 0;
    if (end <= start || bytes[end - 1] !== CLOSE_OBJECT) return 0;
    const isTaken = this.#take(bytes, start, end, this.#elementAt);
    this.#failedLines = isTaken ? 0 : this.#failedLines + 1;
    return isTaken ? end : 0;
  }

  /** The place of the next element's bracket, or the end of the piece. */
  #findElement(bytes: Uint8Array, start: number): number {
    for (let at = start; at < bytes.length; at += 1) {
      const byte = bytes[at] as number;
      if (this.#state === 'before') {
        if (byte === OPEN_LIST) this.#state = 'between';
      } else if (byte === OPEN_OBJECT) {
        return at;
      } else if (byte === CLOSE_LIST) {
        this.#state = 'after';
        return bytes.length;
      }
    }
    return bytes.length;
  }

  /** Inside an element: up to its end, the end of the piece, or what cannot be JSON. */
  #goOn(bytes: Uint8Array, start: number): number {
    const open = this.#open;
    const length = bytes.length;
    let last = this.#last;
    let inString = this.#state !== 'element';
    let at = this.#state === 'escape' ? start + 1 : start;
    for (; at < length; at += 1) {
      if (inString) {
        let byte = bytes[at] as number;
        while (byte !== QUOTE && byte !== NEWLINE && at < length) {
          at += byte === BACKSLASH ? 2 : 1;
          byte = bytes[at] as number;
        }
        if (at >= length) break;
        if (byte === NEWLINE) return this.#break(at);
        inString = false;
        last = QUOTE;
        continue;
      }
      const byte = bytes[at] as number;
      if (byte === QUOTE) {
        if (last !== COLON && last !== COMMA && last !== open.at(-1)) return this.#break(at);
        inString = true;
      } else if (byte === COMMA || byte === COLON) {
        last = byte;
      } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        const fits = open.at(-1) === OPEN_OBJECT ? last === COLON : last === COMMA || last === OPEN_LIST;
        if (!fits) return this.#break(at);
        open.push(byte);
        last = byte;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        // Either bracket is two after its opening one.
        if (open.pop() !== byte - 2) return this.#break(at);
        last = byte;
        if (open.length === 0) {
          this.#state = 'between';
          return at + 1;
        }
      } else if (byte > SPACE) {
        if (last === QUOTE || last === CLOSE_OBJECT || last === CLOSE_LIST) return this.#break(at);
        last = WORD;
      }
    }
    this.#state = !inString ? 'element' : at > length ? 'escape' : 'string';
    this.#last = last;
    return length;
  }

  #break(at: number): number {
    this.#state = 'broken';
    return at;
  }
}

/** After the newline that stands between two elements, or before the list's end; −1 where none is. */
function lineEnd(bytes: Uint8Array, start: number): number {
  for (let at = bytes.indexOf(NEWLINE, start); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) {
    const after = bytes[at + 1];
    if (bytes[contentEnd(bytes, at) - 1] === CLOSE_OBJECT && (after === OPEN_OBJECT || after === CLOSE_LIST))
      return at;
  }
  return -1;
}

/** Of a line, without what stands between elements. */
function contentEnd(bytes: Uint8Array, newline: number): number {
  let end = newline;
  if (bytes[end - 1] === RETURN) end -= 1;
  if (bytes[end - 1] === COMMA) end -= 1;
  return end;
}
