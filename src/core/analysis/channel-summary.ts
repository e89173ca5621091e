import type { ChannelSummary } from '../../contract/recording.ts';
import { percentileOfSorted } from './summary.ts';

/** Of what was really read: NaN among the values is left out. Sample deviation (n − 1), none of a single reading. */
export function summarizeChannel(channel: string, values: Float64Array): ChannelSummary {
  const ascending = values.filter((value) => !Number.isNaN(value)).sort();
  const count = ascending.length;
  if (count === 0) {
    return {
      channel,
      count,
      ...{ min: null, max: null, mean: null, median: null, std: null, p95: null, p99: null },
    };
  }
  let mean = 0;
  let squares = 0;
  // Welford's running form: counters of bytes and joules are large and vary little.
  ascending.forEach((value, index) => {
    const delta = value - mean;
    mean += delta / (index + 1);
    squares += delta * (value - mean);
  });
  return {
    channel,
    count,
    min: ascending[0] as number,
    max: ascending[count - 1] as number,
    mean,
    median: percentileOfSorted(ascending, 0.5),
    std: count > 1 ? Math.sqrt(squares / (count - 1)) : null,
    p95: percentileOfSorted(ascending, 0.95),
    p99: percentileOfSorted(ascending, 0.99),
  };
}
