import { decodeUtf8 } from '../../model/utf8.ts';
import { invalidTrace } from '../invalid-trace.ts';
import { CallGraph } from '../stacks/call-graph.ts';
import { fileName, FrameTable } from '../stacks/frame-table.ts';
import { StackTrack } from '../stacks/stack-track.ts';
import { CallgrindNames } from '../text/callgrind-names.ts';
import { costOf } from '../text/cost-line.ts';
import { headLines } from '../text/head-lines.ts';
import { TextLines } from '../text/text-lines.ts';
import type { TraceSink } from '../trace-sink.ts';
import type { FileHead, StreamImporter, TraceReading } from './types.ts';

const TITLE = 'callgrind';
const SPECIFICATIONS = new Set(['fl', 'fi', 'fe', 'fn', 'ob', 'cfi', 'cfl', 'cfn', 'cob']);
const HEADER = /^([A-Za-z][\w ]*?)\s*:\s*(.*)$/;
const FACTS = new Set(['creator', 'cmd', 'pid', 'desc', 'part', 'thread']);

/** What callgrind and those that write its format record: costs of lines, and calls with what they cost. */
export const callgrind: StreamImporter = {
  format: 'callgrind',
  source: 'bytes',
  title: TITLE,
  sniff: isCallgrind,
  read: (sink) => new CallgrindReading(sink),
};

function isCallgrind(head: FileHead): boolean {
  const lines = headLines(head).slice(0, 500);
  if (/^#\s*callgrind format/.test(lines.find((line) => line.trim() !== '') ?? '')) return true;
  const hasEvents = lines.some((line) => /^events\s*:\s*\w/.test(line));
  return hasEvents && lines.some((line) => /^(fn|fl|ob|positions|summary|totals|creator)\s*[=:]/.test(line));
}

class CallgrindReading implements TraceReading {
  readonly #sink: TraceSink;
  readonly #frames: FrameTable;
  readonly #graph = new CallGraph();
  readonly #names = new CallgrindNames();
  readonly #lines = new TextLines((bytes, from, to, at) => this.#line(bytes, from, to, at), TITLE);
  readonly #numbers = new Map<string, number>();
  /** How many words of a line of costs say where: line, address, or both. */
  #positions = 1;
  #events: readonly string[] = [];
  #event = 0;
  #fn = -1;
  /** Of the call told next: its function, file and object. */
  #callee = -1;
  #isCall = false;
  #costs = 0;
  #firstOdd = -1;
  #calls = 0;

  constructor(sink: TraceSink) {
    this.#sink = sink;
    this.#frames = new FrameTable(sink);
  }

  push(bytes: Uint8Array): void {
    this.#lines.push(bytes);
  }

  end(): void {
    this.#lines.end();
    if (this.#costs === 0)
      throw invalidTrace(TITLE, 'No function has any cost; looked for from', Math.max(0, this.#firstOdd));
    const event = this.#events[this.#event] ?? 'cost';
    this.#sink.unit('events');
    this.#sink.fact('Event', event);
    if (this.#events.length > 1)
      this.#sink.fact('Also recorded', this.#events.filter((each) => each !== event).join(', '));
    this.#sink.fact('Functions', String(this.#numbers.size));
    this.#sink.fact('Calls', String(this.#calls));
    this.#sink.warn(
      'approximate',
      'The profile knows callers, not stacks: each got its share of what a function called, and recursion is cut.',
      null,
    );
    const track = this.#sink.track({ process: '', name: event, kind: 'stack', sort: 0 });
    this.#graph.draw(new StackTrack(this.#sink, this.#frames, track), this.#sink);
  }

  #line(bytes: Uint8Array, from: number, to: number, at: number): void {
    let start = from;
    while (start < to && (bytes[start] as number) <= 0x20) start += 1;
    const first = bytes[start] as number;
    if (start === to || first === 0x23) return;
    // A number, "+3", "-3", "*" or "0x": a line of costs.
    if ((first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2a) {
      this.#cost(costOf(bytes, start, to, this.#positions, this.#event), at);
      return;
    }
    const line = decodeUtf8(bytes.subarray(start, to)).trimEnd();
    if (line.startsWith('calls=')) this.#call(line, at);
    else if (!this.#specify(line) && !this.#head(line) && !/^j(ump|cnd)=/.test(line)) this.#odd(at);
  }

  #specify(line: string): boolean {
    const equals = line.indexOf('=');
    if (equals < 2 || equals > 4) return false;
    const key = line.slice(0, equals).trimEnd();
    if (!SPECIFICATIONS.has(key)) return false;
    const value = line.slice(equals + 1).trimStart();
    this.#names.set(key, value);
    if (key === 'fn') this.#fn = this.#function(this.#names.function);
    else if (key === 'cfn') this.#callee = this.#function(this.#names.callee);
    return true;
  }

  #head(line: string): boolean {
    const [, key, value] = HEADER.exec(line) ?? [];
    if (key === undefined || value === undefined) return false;
    if (key === 'events') {
      this.#events = value.split(/\s+/).filter((word) => word !== '');
      // Time where there is any, else what comes first.
      this.#event = Math.max(
        0,
        this.#events.findIndex((event) => /^(Ir|Cycles|Instructions|Time)/i.test(event)),
      );
    } else if (key === 'positions') {
      this.#positions = Math.max(1, value.split(/\s+/).filter((word) => word !== '').length);
    } else if (FACTS.has(key)) this.#sink.fact(key, value);
    return true;
  }

  /** "calls=3 20": the next line is what they cost. */
  #call(line: string, at: number): void {
    const [, count] = /^calls=\s*(\d+)/.exec(line) ?? [];
    if (count === undefined) this.#odd(at);
    this.#calls += Number(count ?? 0);
    this.#isCall = true;
  }

  #cost(cost: number, at: number): void {
    const isCall = this.#isCall;
    this.#isCall = false;
    if (!Number.isFinite(cost) || this.#fn < 0 || (isCall && this.#callee < 0)) {
      this.#odd(at);
      return;
    }
    this.#costs += 1;
    if (isCall) {
      this.#graph.addCall(this.#fn, this.#callee, cost);
      this.#names.endCall();
      this.#callee = -1;
    } else this.#graph.addOwn(this.#fn, cost);
  }

  /** The same name in another file or object is another function. */
  #function({
    name,
    file,
    object,
  }: {
    readonly name: string;
    readonly file: string;
    readonly object: string;
  }): number {
    const key = `${object}\n${file}\n${name}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#frames.add(name === '' ? '(no name)' : name, fileName(file || object));
    this.#numbers.set(key, number);
    return number;
  }

  #odd(at: number): void {
    if (this.#firstOdd < 0) this.#firstOdd = at;
    this.#sink.warn('broken-events', '{count} lines are no part of the format; they are left out.', at);
  }
}
