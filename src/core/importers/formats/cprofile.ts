import { BadMarshal, Marshal, type MarshalValue } from '../binary/marshal.ts';
import { invalidTrace } from '../invalid-trace.ts';
import { CallGraph } from '../stacks/call-graph.ts';
import { fileName, FrameTable } from '../stacks/frame-table.ts';
import { StackTrack } from '../stacks/stack-track.ts';
import type { TraceSink } from '../trace-sink.ts';
import type { FileHead, StreamImporter, TraceReading } from './types.ts';

const TITLE = 'Python cProfile';
/** References point anywhere, so the whole is held; profiles of the largest programs have a few MB. */
const LARGEST = 512 * 1024 * 1024;
const NS = 1e9;

/** What cProfile and profile write: a marshalled dictionary of functions, their times and who called them. */
export const cprofile: StreamImporter = {
  format: 'cprofile',
  source: 'bytes',
  title: TITLE,
  sniff: isCprofile,
  read: (sink) => new CprofileReading(sink),
};

/** A dictionary whose first key is a tuple of three, the first of which is text. */
function isCprofile({ bytes, isWhole }: FileHead): boolean {
  const [dict = 0, tuple = 0, size = 0] = bytes;
  if ((dict & 0x7f) !== 0x7b) return false;
  // A program in which nothing was called.
  if (isWhole && bytes.length === 2 && tuple === 0x30) return true;
  const isShort = (tuple & 0x7f) === 0x29 && size === 3;
  const isLong = (tuple & 0x7f) === 0x28 && size === 3 && bytes[3] === 0 && bytes[4] === 0 && bytes[5] === 0;
  const text = String.fromCharCode((bytes[isShort ? 3 : 6] ?? 0) & 0x7f);
  return (isShort || isLong) && 'stuzZaA'.includes(text);
}

class CprofileReading implements TraceReading {
  readonly #sink: TraceSink;
  readonly #frames: FrameTable;
  readonly #numbers = new Map<string, number>();
  readonly #graph = new CallGraph();
  readonly #pieces: Uint8Array[] = [];
  #length = 0;
  #functions = 0;
  #calls = 0;

  constructor(sink: TraceSink) {
    this.#sink = sink;
    this.#frames = new FrameTable(sink);
  }

  push(bytes: Uint8Array): void {
    this.#pieces.push(bytes.slice());
    this.#length += bytes.length;
    if (this.#length > LARGEST)
      throw invalidTrace(TITLE, 'No profile of Python is larger than 512 MiB; reading stopped', this.#length);
  }

  end(): void {
    const bytes = new Uint8Array(this.#length);
    let at = 0;
    for (const piece of this.#pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    this.#pieces.length = 0;
    this.#read(bytes);
    this.#sink.unit('ns');
    this.#sink.warn('without-time', 'The profile has no clock: lengths are time, places are not.', null);
    this.#sink.warn(
      'approximate',
      'The profile knows callers, not stacks: each got its share of what a function called, and recursion is cut.',
      null,
    );
    this.#sink.fact('Functions', String(this.#functions));
    this.#sink.fact('Calls', String(this.#calls));
    this.#sink.fact('Time', `${(this.#graph.total / NS).toFixed(6)} s`);
    const track = this.#sink.track({ process: '', name: 'calls', kind: 'stack', sort: 0 });
    this.#graph.draw(new StackTrack(this.#sink, this.#frames, track, 'python'), this.#sink);
  }

  #read(bytes: Uint8Array): void {
    const marshal = new Marshal(bytes);
    try {
      const { cutAt } = marshal.readEntries((key, value) => this.#take(key, value));
      if (cutAt === null) return;
      if (this.#functions === 0) throw new BadMarshal(cutAt, true);
      this.#sink.warn('cut', 'The file is cut; the functions before that were read.', cutAt);
    } catch (thrown) {
      if (thrown instanceof BadMarshal) throw invalidTrace(TITLE, 'This is no profile of Python', thrown.at);
      throw thrown;
    }
  }

  /** (file, line, function): (primitive calls, calls, own time, time, callers) */
  #take(key: MarshalValue, value: MarshalValue): void {
    const fn = this.#function(key);
    const [, calls, own, all, callers] = listOf(value);
    if (fn === null || typeof own !== 'number' || typeof all !== 'number' || !(own >= 0) || !(all >= 0)) {
      this.#sink.warn(
        'broken-events',
        '{count} entries are no functions with their times; they are left out.',
        null,
      );
      return;
    }
    this.#functions += 1;
    if (typeof calls === 'number') this.#calls += calls;
    this.#graph.addOwn(fn, own * NS);
    this.#graph.setInclusive(fn, all * NS);
    if (typeof callers !== 'object' || callers === null || !('entries' in callers)) return;
    const entries = (callers as { entries: readonly (readonly [MarshalValue, MarshalValue])[] }).entries;
    const called = entries.map(([callerKey, told]) => ({ caller: this.#function(callerKey), told }));
    // The pure Python profiler tells how often alone, cProfile also how long.
    const others = called.filter(({ caller }) => caller !== null && caller !== fn);
    const times = others.reduce((sum, { told }) => sum + (typeof told === 'number' ? told : 0), 0);
    for (const { caller, told } of others) {
      const time = typeof told === 'number' ? (all * told) / Math.max(1, times) : listOf(told)[3];
      if (caller !== null && typeof time === 'number' && time >= 0)
        this.#graph.addCall(caller, fn, time * NS);
    }
  }

  /** Named as pstats does: what is built in has no file. */
  #function(key: MarshalValue): number | null {
    const [file, line, name] = listOf(key);
    if (typeof file !== 'string' || typeof line !== 'number' || typeof name !== 'string') return null;
    const full = `${file}:${line}(${name})`;
    const known = this.#numbers.get(full);
    if (known !== undefined) return known;
    const isBuiltIn = file === '~' || file === '';
    const number = isBuiltIn
      ? this.#frames.add(name, 'built-in')
      : this.#frames.add(`${name} (${fileName(file)}:${line})`, fileName(file));
    this.#numbers.set(full, number);
    return number;
  }
}

function listOf(value: MarshalValue): readonly MarshalValue[] {
  return Array.isArray(value) ? (value as readonly MarshalValue[]) : [];
}
