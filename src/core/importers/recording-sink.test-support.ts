import {
  DETAIL_KEYS,
  SPAN_KINDS,
  TEXT_DETAILS,
  type DetailKey,
  type SpanKind,
  type TraceDevice,
  type TraceUnit,
  type TraceWarning,
} from '../../contract/trace.ts';
import { LINK_KINDS, type LinkKind } from '../../contract/trace-view.ts';
import type { SinkCounter, SinkTrack, TraceSink } from './trace-sink.ts';

export interface RecordedSpan {
  readonly track: number;
  readonly name: string;
  readonly category: string;
  readonly kind: SpanKind;
  readonly startNs: number;
  readonly durationNs: number;
  readonly sourceOffset: number;
  readonly details: Partial<Record<DetailKey, number | string>>;
}

export interface RecordedWarning {
  readonly kind: TraceWarning['kind'];
  readonly text: string;
  readonly atByte: number | null;
  count: number;
}

/** Keeps what an importer gives, in words, and refuses what no importer may give. */
export class RecordingSink implements TraceSink {
  readonly strings: string[] = [''];
  readonly tracks: SinkTrack[] = [];
  readonly spans: RecordedSpan[] = [];
  readonly links: { readonly kind: LinkKind; readonly from: number; readonly to: number }[] = [];
  readonly counters: (SinkCounter & { readonly samples: (readonly [atNs: number, value: number])[] })[] = [];
  readonly devices: TraceDevice[] = [];
  readonly facts = new Map<string, string>();
  readonly warnings: RecordedWarning[] = [];
  baseNs = '0';
  unitName: TraceUnit = 'ns';
  readonly #linksAt: (() => void)[] = [];
  readonly #numbers = new Map<string, number>([['', 0]]);
  readonly #trackNumbers = new Map<string, number>();
  readonly #counterNumbers = new Map<string, number>();

  get spanCount(): number {
    return this.spans.length;
  }

  string(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.strings.length);
    return this.strings.push(text) - 1;
  }

  track(track: SinkTrack): number {
    const key = JSON.stringify([track.process, track.name, track.kind]);
    const known = this.#trackNumbers.get(key);
    if (known !== undefined) {
      this.tracks[known] = track;
      return known;
    }
    this.#trackNumbers.set(key, this.tracks.length);
    return this.tracks.push(track) - 1;
  }

  settle(track: number, as: SinkTrack, shiftNs: number): void {
    this.#known(this.tracks, track, 'track');
    this.bindLinks();
    this.tracks[track] = as;
    this.spans.forEach((span, index) => {
      if (span.track === track) this.spans[index] = { ...span, startNs: span.startNs + shiftNs };
    });
  }

  base(nanoseconds: string): void {
    if (!/^-?\d+$/.test(nanoseconds)) throw new Error(`base ${nanoseconds} is no whole number`);
    if (this.spans.length > 0) throw new Error('a base after the first span');
    this.baseNs = nanoseconds;
  }

  unit(unit: TraceUnit): void {
    this.unitName = unit;
  }

  span(
    track: number,
    name: number,
    category: number,
    kind: number,
    startNs: number,
    durationNs: number,
    sourceOffset: number,
  ): number {
    this.#known(this.tracks, track, 'track');
    if (!Number.isSafeInteger(startNs)) throw new Error(`start ${startNs} is no whole number`);
    if (!Number.isSafeInteger(durationNs) || durationNs < 0) throw new Error(`duration ${durationNs}`);
    if (!Number.isSafeInteger(sourceOffset) || sourceOffset < -1) throw new Error(`offset ${sourceOffset}`);
    const span = {
      track,
      name: this.#known(this.strings, name, 'string'),
      category: this.#known(this.strings, category, 'string'),
      kind: this.#known(SPAN_KINDS, kind, 'kind'),
      startNs,
      durationNs,
      sourceOffset,
      details: {},
    };
    return this.spans.push(span) - 1;
  }

  detail(span: number, key: DetailKey, value: number): void {
    const { details } = this.#known(this.spans, span, 'span');
    details[key] = TEXT_DETAILS.has(key) ? this.#known(this.strings, value, 'string') : value;
  }

  detailAt(span: number, place: number, value: number): void {
    this.detail(span, this.#known(DETAIL_KEYS, place, 'key'), value);
  }

  link(kind: LinkKind, fromSpan: number, toSpan: number): void {
    if (!LINK_KINDS.includes(kind)) throw new Error(`no link is of kind ${kind}`);
    this.#known(this.spans, fromSpan, 'span');
    this.#known(this.spans, toSpan, 'span');
    this.links.push({ kind, from: fromSpan, to: toSpan });
  }

  linkAt(kind: LinkKind, fromTrack: number, fromNs: number, toTrack: number, toNs: number): void {
    this.#linksAt.push(() => {
      const from = this.#innermost(fromTrack, fromNs);
      const to = this.#innermost(toTrack, toNs);
      if (from >= 0 && to >= 0) this.links.push({ kind, from, to });
    });
  }

  /** Once all is read: those given by places. The first settling of a track does it too. */
  bindLinks(): void {
    for (const bind of this.#linksAt.splice(0)) bind();
  }

  #innermost(track: number, atNs: number): number {
    let found = -1;
    this.spans.forEach((span, index) => {
      const holds = span.track === track && span.startNs <= atNs && span.startNs + span.durationNs >= atNs;
      if (holds && (found < 0 || span.startNs >= (this.spans[found] as RecordedSpan).startNs)) found = index;
    });
    return found;
  }

  counter(counter: SinkCounter): number {
    const key = JSON.stringify([counter.process, counter.name]);
    const known = this.#counterNumbers.get(key);
    if (known !== undefined) return known;
    this.#counterNumbers.set(key, this.counters.length);
    return this.counters.push({ ...counter, samples: [] }) - 1;
  }

  sample(counter: number, atNs: number, value: number): void {
    if (!Number.isFinite(atNs)) throw new Error(`a sample at ${atNs}`);
    this.#known(this.counters, counter, 'counter').samples.push([atNs, value]);
  }

  device(device: TraceDevice): void {
    this.devices.push(device);
  }

  fact(name: string, value: string): void {
    this.facts.set(name, value);
  }

  warn(kind: TraceWarning['kind'], text: string, atByte: number | null): void {
    const known = this.warnings.find((warning) => warning.kind === kind);
    if (known === undefined) this.warnings.push({ kind, text, atByte, count: 1 });
    else known.count += 1;
  }

  /** Each warning as "kind × count at byte: text". */
  warningWords(): string[] {
    return this.warnings.map(({ kind, text, atByte, count }) => {
      const place = atByte === null ? '' : ` at ${atByte}`;
      return `${kind} × ${count}${place}: ${text.replace('{count}', String(count))}`;
    });
  }

  /**
   * Every track with its spans, inner ones indented: "name start+duration", a category behind it in brackets. Of
   * spans that cover the same time the one given first is the outer one.
   */
  tree(): string {
    return this.tracks.map((_track, index) => this.#trackTree(index)).join('\n');
  }

  /** Own time of all spans of a name, over all tracks. */
  ownByName(): Map<string, number> {
    const sums = new Map<string, number>();
    for (let track = 0; track < this.tracks.length; track += 1) {
      this.#walk(track, (span, own) => sums.set(span.name, (sums.get(span.name) ?? 0) + own));
    }
    return sums;
  }

  #trackTree(track: number): string {
    const { process, name, kind } = this.tracks[track] as SinkTrack;
    const lines = [`${[process, name].filter((part) => part !== '').join(' / ')} (${kind})`];
    const placed: { span: RecordedSpan; depth: number }[] = [];
    this.#walk(track, (span, _own, depth, order) => (placed[order] = { span, depth }));
    for (const { span, depth } of placed) {
      const category = span.category === '' ? '' : ` [${span.category}]`;
      lines.push(`${'  '.repeat(depth + 1)}${span.name} ${span.startNs}+${span.durationNs}${category}`);
    }
    return lines.join('\n');
  }

  #walk(track: number, tell: (span: RecordedSpan, own: number, depth: number, order: number) => void): void {
    const spans = this.spans
      .map((span, given) => ({ span, given }))
      .filter(({ span }) => span.track === track)
      .sort(
        (a, b) =>
          a.span.startNs - b.span.startNs || b.span.durationNs - a.span.durationNs || a.given - b.given,
      );
    const open: { span: RecordedSpan; own: number; order: number }[] = [];
    const close = (): void => {
      const done = open.pop();
      if (done !== undefined) tell(done.span, done.own, open.length, done.order);
    };
    spans.forEach(({ span }, order) => {
      for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
        const end = top.span.startNs + top.span.durationNs;
        if (
          span.startNs < end ||
          (span.durationNs === 0 && top.span.durationNs === 0 && span.startNs === end)
        )
          break;
        close();
      }
      const outer = open.at(-1);
      if (outer !== undefined) outer.own -= span.durationNs;
      open.push({ span, own: span.durationNs, order });
    });
    while (open.length > 0) close();
  }

  #known<T>(list: readonly T[], index: number, word: string): T {
    const found = list[index];
    if (found === undefined) throw new Error(`${index} is no ${word} of this sink`);
    return found;
  }
}
