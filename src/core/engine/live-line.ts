import { downSample, type Line } from '../analysis/down-sample.ts';
import { LiveTrack } from '../analysis/live-track.ts';
import type { SampleBatch } from '../../contract/worker-api.ts';

const NEW_POINTS = 64;
const KEPT_POINTS = 2000;

/** The latency line of a run that goes on, in seconds and milliseconds: however long it runs, it stays small. */
export class LiveLine {
  readonly #track = new LiveTrack(KEPT_POINTS);

  /** Adds a batch and gives back what of it is worth drawing. */
  add(batch: SampleBatch): Line {
    const fresh = downSample(endsOf(batch), batch.latenciesMs, NEW_POINTS);
    this.#track.append(fresh.x, fresh.y);
    return fresh;
  }

  /** All that a page needs that opens in the middle. */
  all(): Line {
    const { x, y } = this.#track.line();
    return { x: x.slice(), y: y.slice() };
  }
}

function endsOf({ startMs, endMs, latenciesMs }: SampleBatch): Float64Array {
  const step = (endMs - startMs) / latenciesMs.length;
  return Float64Array.from(latenciesMs, (_latency, index) => (startMs + step * (index + 1)) / 1000);
}
