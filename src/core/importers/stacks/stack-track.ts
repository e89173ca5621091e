import { SPAN_KINDS, type SpanKind } from '../../../contract/trace.ts';
import type { TraceSink } from '../trace-sink.ts';
import type { FrameTable } from './frame-table.ts';

/** What lies deeper is left out: runaway recursion, whose inner frames nobody tells apart. */
export const DEEPEST_STACK = 16_384;
const TOO_DEEP = `{count} stacks are deeper than ${DEEPEST_STACK} frames; their innermost frames are left out.`;

/**
 * One track of frames that open and close. A frame that stays from one stack to the next is one span. Spans are given
 * when they close, of those that close together the outermost first, as the sink wishes equal ones.
 */
export class StackTrack {
  readonly #sink: TraceSink;
  readonly #frames: FrameTable;
  readonly #track: number;
  readonly #kind: number;
  readonly #open: number[] = [];
  readonly #since: number[] = [];
  /** Closed at #closedAt, innermost first. */
  readonly #closed: { readonly frame: number; readonly since: number }[] = [];
  #closedAt = 0;
  #tooDeep = 0;

  constructor(sink: TraceSink, frames: FrameTable, track: number, kind: SpanKind = 'other') {
    this.#sink = sink;
    this.#frames = frames;
    this.#track = track;
    this.#kind = SPAN_KINDS.indexOf(kind);
  }

  get depth(): number {
    return this.#open.length + this.#tooDeep;
  }

  get top(): number | undefined {
    return this.#tooDeep > 0 ? undefined : this.#open.at(-1);
  }

  /** From `at` on these frames are open, the outermost first, and no others. */
  stack(frames: ArrayLike<number>, count: number, at: number): void {
    let length = count;
    if (length > DEEPEST_STACK) {
      length = DEEPEST_STACK;
      this.#sink.warn('limits', TOO_DEEP, null);
    }
    const open = this.#open;
    const most = Math.min(length, open.length);
    let same = 0;
    while (same < most && open[same] === frames[same]) same += 1;
    this.#closeTo(same, at);
    for (let place = same; place < length; place += 1) {
      open.push(frames[place] as number);
      this.#since.push(at);
    }
  }

  /** Of a profile that tells each call and return. */
  open(frame: number, at: number): void {
    this.#flush();
    if (this.#open.length >= DEEPEST_STACK) {
      if (this.#tooDeep === 0) this.#sink.warn('limits', TOO_DEEP, null);
      this.#tooDeep += 1;
      return;
    }
    this.#open.push(frame);
    this.#since.push(at);
  }

  /** Closes the innermost frame. */
  close(at: number): void {
    if (this.#tooDeep > 0) {
      this.#tooDeep -= 1;
      return;
    }
    const frame = this.#open.pop();
    const since = this.#since.pop();
    if (frame === undefined || since === undefined) return;
    if (at !== this.#closedAt) this.#flush();
    this.#closedAt = at;
    this.#closed.push({ frame, since });
  }

  /** How far out the frame lies that was opened last of those with this number; −1 where none is open. */
  lastOpen(frame: number): number {
    return this.#open.lastIndexOf(frame);
  }

  /** Nothing is open from here on. */
  end(at: number): void {
    this.#tooDeep = 0;
    this.#closeTo(0, at);
    this.#flush();
  }

  #closeTo(depth: number, at: number): void {
    const open = this.#open;
    const since = this.#since;
    for (let place = depth; place < open.length; place += 1) {
      if ((since[place] as number) < at) this.#give(open[place] as number, since[place] as number, at);
    }
    open.length = depth;
    since.length = depth;
  }

  #flush(): void {
    for (let closed = this.#closed.pop(); closed !== undefined; closed = this.#closed.pop()) {
      this.#give(closed.frame, closed.since, this.#closedAt);
    }
  }

  #give(frame: number, since: number, at: number): void {
    const frames = this.#frames;
    const sink = this.#sink;
    sink.span(this.#track, frames.name(frame), frames.category(frame), this.#kind, since, at - since, -1);
  }
}
