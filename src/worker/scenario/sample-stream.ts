import type { Milliseconds } from '../../contract/units.ts';
import type { SampleBatch } from '../../contract/worker-api.ts';
import type { PointLog } from '../../core/analysis/scenario/point-log.ts';

const LARGEST_BATCH = 32_768;

/** Hands on the latencies of one point after the other, as they come in. */
export class SampleStream {
  readonly #send: (batch: SampleBatch) => void;
  readonly #began = performance.now();
  #toldMs: Milliseconds = 0;
  #log: PointLog | null = null;
  #sent = 0;

  constructor(send: (batch: SampleBatch) => void) {
    this.#send = send;
  }

  handOver(log: PointLog): void {
    if (log !== this.#log) {
      this.#log = log;
      this.#sent = 0;
    }
    const endMs = performance.now() - this.#began;
    while (this.#sent < log.latenciesMs.length) {
      const latenciesMs = log.latenciesMs.slice(this.#sent, this.#sent + LARGEST_BATCH);
      this.#sent += latenciesMs.length;
      this.#send({ startMs: this.#toldMs, endMs, latenciesMs });
      this.#toldMs = endMs;
    }
  }
}
