import { OPERATOR_FAMILIES } from '../../../contract/operator-family.ts';
import type { OperatorFamily } from '../../../contract/operator-family.ts';
import type { SpanTable, SpanTrack } from '../../../contract/spans.ts';
import { cutName } from '../../model/graph/cut-name.ts';

interface Span {
  readonly name: string;
  readonly family: OperatorFamily;
  readonly depth: number;
  readonly startUs: number;
  readonly durationUs: number;
  readonly subject: number;
}

/** Spans of some tracks while they come, up to a limit; on each track in order of their start. */
export class SpanLog {
  readonly #limit: number;
  readonly #names = new Map<string, number>();
  readonly #tracks = new Map<string, { readonly track: SpanTrack; readonly spans: Span[] }>();
  #count = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether so many more have room. */
  hasRoomFor(count: number): boolean {
    return this.#count + count <= this.#limit;
  }

  add(track: SpanTrack, span: Span): void {
    const key = `${track.group} ${track.name}`;
    let entry = this.#tracks.get(key);
    if (entry === undefined) {
      entry = { track, spans: [] };
      this.#tracks.set(key, entry);
    }
    this.#count += 1;
    const name = cutName(span.name);
    if (!this.#names.has(name)) this.#names.set(name, this.#names.size);
    entry.spans.push(name === span.name ? span : { ...span, name });
  }

  table(): SpanTable {
    const spans: Span[] = [];
    const track = new Uint16Array(this.#count);
    for (const [place, entry] of [...this.#tracks.values()].entries()) {
      track.fill(place, spans.length, spans.length + entry.spans.length);
      for (const span of entry.spans) spans.push(span);
    }
    return {
      names: [...this.#names.keys()],
      categories: OPERATOR_FAMILIES,
      tracks: [...this.#tracks.values()].map((entry) => entry.track),
      name: Uint32Array.from(spans, (span) => this.#names.get(span.name) as number),
      category: Uint8Array.from(spans, (span) => OPERATOR_FAMILIES.indexOf(span.family)),
      track,
      depth: Uint16Array.from(spans, (span) => span.depth),
      startUs: Float64Array.from(spans, (span) => span.startUs),
      durationUs: Float64Array.from(spans, (span) => span.durationUs),
      subject: Int32Array.from(spans, (span) => span.subject),
    };
  }
}
