import { downSample, type Line } from '../analysis/down-sample.ts';
import type { SampleBatch } from '../../contract/worker-api.ts';

/** For one event, and for all that a page needs that opens in the middle. */
const NEW_POINTS = 64;
const MOST_POINTS = 4000;

/** The latency line of a run that goes on, in seconds and milliseconds: however long it runs, it stays small. */
export class LiveLine {
  #x: number[] = [];
  #y: number[] = [];

  /** Adds a batch and gives back what of it is worth drawing. */
  add(batch: SampleBatch): Line {
    const fresh = downSample(endsOf(batch), batch.latenciesMs, NEW_POINTS);
    this.#x.push(...fresh.x);
    this.#y.push(...fresh.y);
    if (this.#x.length > MOST_POINTS) {
      const { x, y } = downSample(Float64Array.from(this.#x), Float64Array.from(this.#y), MOST_POINTS / 2);
      this.#x = [...x];
      this.#y = [...y];
    }
    return fresh;
  }

  all(): Line {
    return { x: Float64Array.from(this.#x), y: Float64Array.from(this.#y) };
  }
}

function endsOf({ startMs, endMs, latenciesMs }: SampleBatch): Float64Array {
  const step = (endMs - startMs) / latenciesMs.length;
  return Float64Array.from(latenciesMs, (_latency, index) => (startMs + step * (index + 1)) / 1000);
}
