import { decodeUtf8 } from '../../model/utf8.ts';
import { ByteCache } from '../byte-cache.ts';
import { invalidTrace } from '../invalid-trace.ts';
import { fileName, FrameTable } from '../stacks/frame-table.ts';
import { SampledThread } from '../stacks/sampled-thread.ts';
import { StackTrack } from '../stacks/stack-track.ts';
import { headLines } from '../text/head-lines.ts';
import { perfFrame, perfSample, type PerfSample } from '../text/perf-sample.ts';
import { TextLines } from '../text/text-lines.ts';
import type { TraceSink } from '../trace-sink.ts';
import type { FileHead, StreamImporter, TraceReading } from './types.ts';

const TITLE = 'Linux perf script';
const HASH = 0x23;
const SPACE = 0x20;
/** Samples looked at before it is decided how long one lasts. */
const SAMPLES_TO_JUDGE_BY = 2000;
const USUAL_INTERVAL_NS = 1e6;
const CLOCKS = /^(cpu|task)-clock/;
const FRAME = /^\s+[0-9a-f]+\s+\S.*\)$/;
const INLINE_FRAME = /^[0-9a-f]+\s+\S.*\)$/;
const FREQUENCY = /sample_freq \} = (\d+).*\bfreq = 1\b|sample_freq \} = (\d+)/;

/** What "perf script" prints: a line for each sample, and its stack behind it, the innermost frame first. */
export const perfScript: StreamImporter = {
  format: 'perf-script',
  source: 'bytes',
  title: TITLE,
  sniff: isPerfScript,
  read: (sink) => new PerfReading(sink),
};

function isPerfScript(head: FileHead): boolean {
  const lines = headLines(head).filter((line) => !line.startsWith('#'));
  const text = lines.slice(0, 400);
  return text.some((line, place) => {
    const sample = FRAME.test(line) ? null : perfSample(line);
    if (sample === null || (sample.event === '' && sample.timeNs === null)) return false;
    return FRAME.test(text[place + 1] ?? '') || INLINE_FRAME.test(sample.rest) || sample.timeNs !== null;
  });
}

interface Pending {
  readonly thread: SampledThread;
  readonly frames: Uint32Array;
  readonly atNs: number;
  readonly intervalNs: number | null;
}

class PerfReading implements TraceReading {
  readonly #sink: TraceSink;
  readonly #frames: FrameTable;
  readonly #numbers: ByteCache<number>;
  readonly #lines = new TextLines((bytes, from, to, at) => this.#line(bytes, from, to, at), TITLE);
  readonly #threads = new Map<string, SampledThread>();
  readonly #events = new Map<string, number>();
  #sample: PerfSample | null = null;
  #sampleAt = 0;
  #stack = new Uint32Array(256);
  #count = 0;
  #early: Pending[] | null = [];
  #intervalNs: number | null = null;
  #baseNs: number | null = null;
  #samples = 0;
  #firstOdd = -1;
  #isLast = false;
  #cutAt = -1;

  constructor(sink: TraceSink) {
    this.#sink = sink;
    this.#frames = new FrameTable(sink);
    this.#numbers = new ByteCache((bytes, from, to) => this.#frame(decodeUtf8(bytes.subarray(from, to))));
  }

  push(bytes: Uint8Array): void {
    this.#lines.push(bytes);
  }

  end(): void {
    this.#isLast = true;
    this.#lines.end();
    // The outermost frames come last: without them the stack would stand in the wrong place.
    if (this.#cutAt >= 0 && this.#samples > 0 && this.#sample !== null) {
      this.#sink.warn('cut', 'The file is cut within a sample, which is left out.', this.#cutAt);
    } else this.#finishSample();
    if (this.#samples === 0)
      throw invalidTrace(
        TITLE,
        'No sample begins in this file; looked for from',
        Math.max(0, this.#firstOdd),
      );
    this.#judge();
    for (const thread of this.#threads.values()) thread.end();
    for (const [event, count] of this.#events)
      this.#sink.fact(`Samples of ${event || 'no event'}`, String(count));
  }

  #line(bytes: Uint8Array, from: number, to: number, at: number): void {
    if (this.#isLast && to > from) this.#cutAt = at;
    let start = from;
    while (start < to && (bytes[start] as number) <= SPACE) start += 1;
    if (start === to) {
      this.#finishSample();
    } else if (bytes[start] === HASH && this.#sample === null) {
      if (start === from) this.#header(decodeUtf8(bytes.subarray(from, Math.min(to, from + 4096))));
    } else if (start > from && this.#sample !== null && this.#takeFrame(bytes, start, to)) {
      return;
    } else {
      this.#begin(decodeUtf8(bytes.subarray(from, Math.min(to, from + 4096))), at);
    }
  }

  /** "# cmdline : …", and among much else how often it was sampled. */
  #header(line: string): void {
    const [, name, value] = /^#\s*(hostname|os release|arch|cpudesc|cmdline)\s*:\s*(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) this.#sink.fact(name, value);
    const [, first, second] = line.includes('sample_freq') ? (FREQUENCY.exec(line) ?? []) : [];
    const frequency = Number(first ?? second);
    if (line.includes('freq = 1') && frequency > 0) this.#intervalNs = 1e9 / frequency;
  }

  #begin(line: string, at: number): void {
    this.#finishSample();
    this.#sample = perfSample(line);
    this.#sampleAt = at;
    if (this.#sample === null) {
      if (this.#firstOdd < 0) this.#firstOdd = at;
      this.#sink.warn('broken-events', '{count} lines are neither sample nor frame; they are left out.', at);
    } else if (INLINE_FRAME.test(this.#sample.rest)) {
      this.#push(this.#frame(this.#sample.rest.replace(/^[0-9a-f]+\s+/, '')));
      this.#finishSample();
    }
  }

  /** False where the line is no frame: the header of the next sample, indented for its short command. */
  #takeFrame(bytes: Uint8Array, start: number, to: number): boolean {
    let end = start;
    while (end < to && isHex(bytes[end] as number)) end += 1;
    const isFrame = end > start && end < to && (bytes[end] as number) <= SPACE;
    if (!isFrame) return !isTimed(bytes, start, to);
    while (end < to && (bytes[end] as number) <= SPACE) end += 1;
    if (end === to || (bytes[to - 1] !== 0x29 && isTimed(bytes, start, to))) return end === to;
    this.#push(this.#numbers.get(bytes, end, to));
    return true;
  }

  #frame(text: string): number {
    const { symbol, module } = perfFrame(text);
    const file = fileName(module);
    if (symbol !== '' && symbol !== '[unknown]') return this.#frames.of(symbol, file);
    const isKnown = file !== '' && file !== '[unknown]';
    return this.#frames.of(isKnown ? `[${file.replace(/^\[|\]$/g, '')}]` : '[unknown]', file);
  }

  #push(frame: number): void {
    if (this.#count === this.#stack.length) {
      const grown = new Uint32Array(2 * this.#count);
      grown.set(this.#stack);
      this.#stack = grown;
    }
    this.#stack[this.#count++] = frame;
  }

  #finishSample(): void {
    const sample = this.#sample;
    if (sample === null) return;
    const frames = this.#stack.subarray(0, this.#count).reverse();
    this.#sample = null;
    this.#count = 0;
    this.#events.set(sample.event, (this.#events.get(sample.event) ?? 0) + 1);
    this.#samples += 1;
    const atNs = this.#moment(sample);
    const intervalNs = CLOCKS.test(sample.event) && sample.period !== null ? sample.period : null;
    const thread = this.#thread(sample);
    if (this.#early === null) {
      this.#give(thread, frames, atNs, intervalNs);
      return;
    }
    this.#early.push({ thread, frames: frames.slice(), atNs, intervalNs });
    if (this.#early.length >= SAMPLES_TO_JUDGE_BY) this.#judge();
  }

  /** From the first sample on; without times every sample is one long. */
  #moment(sample: PerfSample): number {
    if (this.#baseNs === null) {
      this.#baseNs = sample.timeNs ?? 0;
      this.#sink.base(String(this.#baseNs));
      if (sample.timeNs === null) {
        this.#sink.unit('samples');
        this.#sink.warn(
          'without-time',
          'The samples have no times: they lie one behind the other.',
          this.#sampleAt,
        );
        this.#intervalNs = 1;
      }
    }
    return sample.timeNs === null ? this.#samples - 1 : sample.timeNs - this.#baseNs;
  }

  #thread({ command, pid, tid, cpu, event }: PerfSample): SampledThread {
    // The idle task is one for each processor, and all have number 0.
    const place = tid === 0 && cpu !== null ? ` cpu ${cpu}` : '';
    const first = this.#events.keys().next().value ?? '';
    const name = `${command} ${tid}${place}${event === first ? '' : ` · ${event}`}`;
    const process = pid === null ? command : `pid ${pid}`;
    const key = `${process}\n${name}`;
    const known = this.#threads.get(key);
    if (known !== undefined) return known;
    const track = this.#sink.track({ process, name, kind: 'stack', sort: this.#threads.size });
    const thread = new SampledThread(new StackTrack(this.#sink, this.#frames, track));
    this.#threads.set(key, thread);
    return thread;
  }

  /** How far apart a thread's samples usually lie. */
  #judge(): void {
    const early = this.#early;
    if (early === null) return;
    this.#early = null;
    const last = new Map<SampledThread, number>();
    const gaps: number[] = [];
    for (const { thread, atNs } of early) {
      const gap = atNs - (last.get(thread) ?? Number.NaN);
      if (gap > 0) gaps.push(gap);
      last.set(thread, atNs);
    }
    gaps.sort((a, b) => a - b);
    this.#intervalNs ??= gaps[gaps.length >> 1] ?? USUAL_INTERVAL_NS;
    for (const { thread, frames, atNs, intervalNs } of early) this.#give(thread, frames, atNs, intervalNs);
  }

  #give(thread: SampledThread, frames: Uint32Array, atNs: number, ownNs: number | null): void {
    const interval = Math.max(1, Math.round(ownNs ?? this.#intervalNs ?? USUAL_INTERVAL_NS));
    if (atNs < thread.at) {
      this.#sink.warn(
        'overlapping',
        '{count} samples lie before the one before them; they are moved to it.',
        null,
      );
    }
    thread.sample(frames, frames.length, atNs < thread.at ? thread.at : atNs, interval);
  }
}

function isHex(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x66);
}

function isTimed(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from > 2048) return false;
  return perfSample(decodeUtf8(bytes.subarray(from, to)))?.timeNs != null;
}
