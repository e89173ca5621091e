import type { QueueLength } from '../../../contract/trace-report.ts';
import type { GpuWork } from './gpu-work.ts';
import type { TraceColumns } from './trace-columns.ts';

/** As many as a chart can tell apart, two points each. */
const BUCKETS = 500;

/**
 * Work launched and not yet started, of each stream, as Holistic Trace Analysis counts it: one more at the start of the
 * call, one less when the work begins.
 */
export function queueLengths(columns: TraceColumns, work: GpuWork, originNs: number): readonly QueueLength[] {
  return work.streams.flatMap(({ device, stream, places }) => {
    const launched = places.filter((place) => (work.launch[place] as number) >= 0);
    if (launched.length === 0) return [];
    const begins = new Float64Array(launched.length);
    const calls = new Float64Array(launched.length);
    for (let at = 0; at < launched.length; at += 1) {
      const place = launched[at] as number;
      begins[at] = work.startNs[place] as number;
      // A call cannot come after what it launched but for clocks that disagree.
      const call = columns.startNs[work.launch[place] as number] as number;
      calls[at] = Math.min(call, begins[at] as number);
    }
    calls.sort();
    return [{ device, stream, ...stepFunction(calls, begins, originNs) }];
  });
}

function stepFunction(
  ups: Float64Array,
  downs: Float64Array,
  originNs: number,
): Pick<QueueLength, 'mean' | 'max' | 'atUs' | 'length'> {
  const from = ups[0] as number;
  const to = downs[downs.length - 1] as number;
  const bucketNs = (to - from) / BUCKETS;
  const times: number[] = [];
  const lengths: number[] = [];
  let length = 0;
  let max = 0;
  let area = 0;
  let before = from;
  let bucket = 0;
  let peak = 0;
  let peakAt = from;
  let hasPeak = false;
  const put = (time: number, value: number): void => {
    times.push((time - originNs) / 1000);
    lengths.push(value);
  };
  let up = 0;
  let down = 0;
  while (down < downs.length) {
    const isUp = up < ups.length && (ups[up] as number) <= (downs[down] as number);
    const time = (isUp ? ups[up] : downs[down]) as number;
    const next = bucketNs > 0 ? Math.floor((time - from) / bucketNs) : 0;
    if (next > bucket && hasPeak) {
      put(peakAt, peak);
      if (before > peakAt) put(before, length);
      hasPeak = false;
    }
    bucket = next;
    area += length * (time - before);
    before = time;
    length += isUp ? 1 : -1;
    if (isUp) up += 1;
    else down += 1;
    if (length > max) max = length;
    if (!hasPeak || length > peak) {
      peak = length;
      peakAt = time;
      hasPeak = true;
    }
  }
  if (hasPeak) put(peakAt, peak);
  if (before > peakAt) put(before, length);
  return {
    mean: to > from ? area / (to - from) : 0,
    max,
    atUs: Float64Array.from(times),
    length: Float64Array.from(lengths),
  };
}
