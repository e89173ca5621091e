import type { SampleBatch } from '../contract/worker-api.ts';
import type { Milliseconds } from '../contract/units.ts';

const LARGEST_BATCH = 32_768;

/**
 * The latencies of a run. One buffer is written to again and again, so that it stays in the processor's cache and
 * nothing grows while the loop runs; what is handed over is copied out of it.
 */
export class SampleLog {
  readonly buffer = new Float64Array(LARGEST_BATCH);
  readonly #batches: SampleBatch[] = [];
  #count = 0;

  /** Samples taken out of the buffer so far. */
  get count(): number {
    return this.#count;
  }

  /** Takes the first `filled` samples out of the buffer; they lie between two times since the first iteration. */
  take(filled: number, startMs: Milliseconds, endMs: Milliseconds): SampleBatch {
    const batch = { startMs, endMs, latenciesMs: this.buffer.slice(0, filled) };
    this.#batches.push(batch);
    this.#count += filled;
    return batch;
  }

  /** Every latency so far. */
  latencies(): Float64Array {
    const latenciesMs = new Float64Array(this.#count);
    let at = 0;
    for (const batch of this.#batches) {
      latenciesMs.set(batch.latenciesMs, at);
      at += batch.latenciesMs.length;
    }
    return latenciesMs;
  }

  /** Every latency with the end of its iteration; the time between iterations is spread evenly inside a batch. */
  all(): { readonly endsMs: Float64Array; readonly latenciesMs: Float64Array } {
    const endsMs = new Float64Array(this.#count);
    let at = 0;
    for (const batch of this.#batches) {
      const busy = batch.latenciesMs.reduce((sum, latency) => sum + latency, 0);
      const gap = (batch.endMs - batch.startMs - busy) / batch.latenciesMs.length;
      let end = batch.startMs;
      for (const latency of batch.latenciesMs) {
        end += latency + gap;
        endsMs[at] = end;
        at += 1;
      }
    }
    return { endsMs, latenciesMs: this.latencies() };
  }
}
