import type { SpanTable } from '../../contract/spans.ts';
import { ProfileTally } from '../../core/analysis/attribution/profile-tally.ts';
import type { OrtEvent } from '../../core/importers/ort-profile.ts';

/** What a page gets of a slice while the pass goes on. */
const MOST_SPANS = 20_000;
/** Beside the operators of an iteration: itself, and its executor. */
const OTHERS = 2;
const RUN = 'model_run';

/** The last iterations of a slice, as many as there is room for; of one that alone is longer, its beginning. */
export class LastSpans {
  #iterations: OrtEvent[][] = [];
  #count = 0;
  #open: OrtEvent[] = [];
  #toSkip: number;

  constructor(toSkip: number) {
    this.#toSkip = toSkip;
  }

  take(event: OrtEvent): void {
    if (event.kind === 'node' && this.#open.length < MOST_SPANS - OTHERS) this.#open.push(event);
    if (event.kind !== 'session') return;
    if (event.name !== RUN) return;
    const iteration = [...this.#open, event];
    this.#open = [];
    this.#toSkip -= 1;
    if (this.#toSkip >= 0) return;
    this.#iterations.push(iteration);
    this.#count += iteration.length;
    while (this.#count > MOST_SPANS) this.#count -= this.#iterations.shift()?.length ?? this.#count;
  }

  table(): SpanTable {
    const tally = new ProfileTally(MOST_SPANS);
    tally.beginSlice(0);
    for (const iteration of this.#iterations) for (const event of iteration) tally.take(event);
    const spans = tally.spans();
    // Places in a profile that does not exist yet.
    return { ...spans, subject: new Int32Array(spans.subject.length).fill(-1) };
  }
}
