import type { Seconds } from '../../contract/units.ts';
import type { Family, Labels, Sample } from './exposition.ts';

/** From 10 µs, where small models are, to 100 s, by steps of about 2. */
const BOUNDS: readonly Seconds[] = [
  ...[1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05],
  ...[0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100],
];

/** As many series as one server should take from one program: more become "other". */
const MOST_SERIES = 200;

interface Series {
  readonly labels: Labels;
  /** Of each bucket alone; the last is for what is longer than every bound. */
  readonly counts: Float64Array;
  sum: Seconds;
}

export class LatencyHistogram {
  readonly #name: string;
  readonly #help: string;
  readonly #series = new Map<string, Series>();

  constructor(name: string, help: string) {
    this.#name = name;
    this.#help = help;
  }

  observe(labels: Labels, seconds: Seconds): void {
    const series = this.#seriesOf(labels);
    const bucket = bucketOf(seconds);
    series.counts[bucket] = (series.counts[bucket] ?? 0) + 1;
    series.sum += seconds;
  }

  /**
   * Takes in a whole run by its quantile function: `levels` rise from 0 to 1, `values` are the latencies at them,
   * straight lines between.
   */
  addRun(labels: Labels, count: number, levels: Float64Array, values: Float64Array, mean: Seconds): void {
    const series = this.#seriesOf(labels);
    let below = 0;
    BOUNDS.forEach((bound, index) => {
      const upTo = Math.round(count * levelOf(bound, levels, values));
      series.counts[index] = (series.counts[index] ?? 0) + upTo - below;
      below = upTo;
    });
    const last = BOUNDS.length;
    series.counts[last] = (series.counts[last] ?? 0) + count - below;
    series.sum += mean * count;
  }

  get family(): Family {
    return { name: this.#name, help: this.#help, type: 'histogram', samples: this.#samples() };
  }

  #samples(): Sample[] {
    return [...this.#series.values()].flatMap(({ labels, counts, sum }) => {
      let total = 0;
      const buckets = Array.from(counts, (count, index): Sample => {
        total += count;
        const le = String(BOUNDS[index] ?? '+Inf');
        return { suffix: '_bucket', labels: { ...labels, le }, value: total };
      });
      return [
        ...buckets,
        { suffix: '_sum' as const, labels, value: sum },
        { suffix: '_count' as const, labels, value: total },
      ];
    });
  }

  #seriesOf(wanted: Labels): Series {
    const known = this.#series.get(keyOf(wanted));
    if (known !== undefined) return known;
    const isFull = this.#series.size >= MOST_SERIES;
    const labels = isFull ? Object.fromEntries(Object.keys(wanted).map((name) => [name, 'other'])) : wanted;
    const key = keyOf(labels);
    const series = this.#series.get(key) ?? { labels, counts: new Float64Array(BOUNDS.length + 1), sum: 0 };
    this.#series.set(key, series);
    return series;
  }
}

function keyOf(labels: Labels): string {
  return JSON.stringify(Object.entries(labels));
}

function bucketOf(seconds: Seconds): number {
  const index = BOUNDS.findIndex((bound) => seconds <= bound);
  return index < 0 ? BOUNDS.length : index;
}

/** The share of samples that are not longer than the bound. */
function levelOf(bound: Seconds, levels: Float64Array, values: Float64Array): number {
  const above = values.findIndex((value) => value > bound);
  if (above < 0) return 1;
  if (above === 0) return 0;
  const [low = 0, high = 0] = [values[above - 1], values[above]];
  const [from = 0, to = 1] = [levels[above - 1], levels[above]];
  return high > low ? from + ((bound - low) / (high - low)) * (to - from) : from;
}
