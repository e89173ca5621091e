import type { ImporterEvents } from '../contract/importer-api.ts';
import type { SpanTable } from '../contract/spans.ts';

const EVERY_MS = 100;
const PREVIEW_AFTER_MS = 100;
const PREVIEW_AFTER_SPANS = 50_000;

/** Tells how far the reading is about ten times a second, and once what came first. */
export class ProgressTeller {
  readonly #events: ImporterEvents;
  readonly #totalBytes: number;
  readonly #now: () => number;
  readonly #begun: number;
  #toldAt = Number.NEGATIVE_INFINITY;
  #hasPreviewed = false;

  constructor(events: ImporterEvents, totalBytes: number, now: () => number = () => performance.now()) {
    this.#events = events;
    this.#totalBytes = totalBytes;
    this.#now = now;
    this.#begun = now();
  }

  /** True where something was told: it leaves the process only when the loop of events goes round. */
  reading(readBytes: number, spans: number, preview: () => SpanTable): boolean {
    const now = this.#now();
    let told = false;
    const isEarly = now - this.#begun < PREVIEW_AFTER_MS && spans < PREVIEW_AFTER_SPANS;
    if (!this.#hasPreviewed && spans > 0 && !isEarly) {
      this.#hasPreviewed = true;
      this.#events.onPreview(preview());
      told = true;
    }
    if (now - this.#toldAt >= EVERY_MS) {
      this.#toldAt = now;
      this.#tell('reading', readBytes, spans);
      told = true;
    }
    return told;
  }

  indexing(spans: number): void {
    this.#tell('indexing', this.#totalBytes, spans);
  }

  #tell(phase: 'reading' | 'indexing', readBytes: number, spans: number): void {
    this.#events.onProgress({ phase, readBytes, totalBytes: this.#totalBytes, spans });
  }
}
