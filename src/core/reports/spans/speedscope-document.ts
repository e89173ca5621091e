const SCHEMA = 'https://www.speedscope.app/file-format-schema.json';
const AT_ONCE = 1000;

/** Frames are shared by all profiles of a document, so that a colour and a search mean the same everywhere. */
export class SpeedscopeFrames {
  readonly names: string[] = [];
  readonly #places = new Map<string, number>();

  of(name: string): number {
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    this.#places.set(name, this.names.length);
    return this.names.push(name) - 1;
  }
}

/** speedscope's own format around profiles that are written as they come; the frames that they used stand at its end. */
export function* speedscopeDocument(
  name: string,
  profilesOf: (frames: SpeedscopeFrames) => Iterable<Iterable<string>>,
): Generator<string> {
  const frames = new SpeedscopeFrames();
  yield `{"$schema":"${SCHEMA}","exporter":"Dyno","name":${JSON.stringify(name)}`;
  yield ',"activeProfileIndex":0,"profiles":[';
  let isFirst = true;
  for (const pieces of profilesOf(frames)) {
    if (!isFirst) yield ',';
    isFirst = false;
    yield* pieces;
  }
  yield '],"shared":{"frames":[';
  for (let from = 0; from < frames.names.length; from += AT_ONCE) {
    const names = frames.names.slice(from, from + AT_ONCE).map((frame) => JSON.stringify({ name: frame }));
    yield (from === 0 ? '' : ',') + names.join(',');
  }
  yield ']}}\n';
}

export interface OpenSpan {
  readonly frame: number;
  readonly depth: number;
  readonly start: number;
  readonly end: number;
}

export interface EventedHead {
  readonly name: string;
  readonly unit: 'nanoseconds' | 'microseconds' | 'bytes' | 'none';
  readonly start: number;
  readonly end: number;
}

/**
 * Spans in order of time, an outer one before those inside of it, as opened and closed in order of time and never
 * crossing: the format demands it, whatever the clock's rounding made.
 */
export function* eventedProfile(
  { name, unit, start, end }: EventedHead,
  spans: Iterable<OpenSpan>,
): Generator<string> {
  yield `{"type":"evented","name":${JSON.stringify(name)},"unit":"${unit}"`;
  yield `,"startValue":${start},"endValue":${end},"events":[`;
  const stack: { readonly frame: number; readonly depth: number; readonly end: number }[] = [];
  let now = start;
  let events: string[] = [];
  let isFirst = true;
  const take = (type: 'O' | 'C', frame: number, at: number): void => {
    now = Math.max(now, at);
    events.push(`${isFirst ? '' : ','}{"type":"${type}","frame":${frame},"at":${now}}`);
    isFirst = false;
  };
  const closeDownTo = (depth: number, at: number): void => {
    for (let top = stack.at(-1); top && (top.depth >= depth || top.end <= at); top = stack.at(-1)) {
      stack.pop();
      take('C', top.frame, Math.min(top.end, at));
    }
  };
  for (const span of spans) {
    closeDownTo(span.depth, span.start);
    const outerEnd = stack.at(-1)?.end ?? Number.POSITIVE_INFINITY;
    take('O', span.frame, span.start);
    stack.push({ frame: span.frame, depth: span.depth, end: Math.min(outerEnd, span.end) });
    if (events.length < AT_ONCE) continue;
    yield events.join('');
    events = [];
  }
  closeDownTo(0, Number.POSITIVE_INFINITY);
  yield `${events.join('')}]}`;
}
