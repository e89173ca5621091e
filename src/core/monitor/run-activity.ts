import type { ActivityMetric } from '../../contract/alert.ts';
import type { RunStatus } from '../../contract/run.ts';
import type { Milliseconds } from '../../contract/units.ts';
import { percentileOfSorted, SAMPLES_WANTED } from '../analysis/summary.ts';

/** Where Dyno's own measurements are held against thresholds. */
export interface ActivityWatch {
  activity(metric: ActivityMetric, subject: string, subjectName: string, values: Float64Array): void;
  activityOver(subject: string): void;
}

const REMEMBERED = 1000;
const DYNO = { subject: 'runs', name: 'Dyno' };
const STORE = { subject: 'store', name: 'The store' };

/** One run as thresholds see it: its latencies, their running p95 over the last thousand, its load, its end. */
export class RunActivity {
  readonly #watch: ActivityWatch;
  readonly #subject: string;
  readonly #name: string;
  readonly #recent = new Float64Array(REMEMBERED);
  #count = 0;

  constructor(watch: ActivityWatch, runId: string, name: string) {
    this.#watch = watch;
    this.#subject = `run/${runId}`;
    this.#name = name;
  }

  loaded(ms: Milliseconds): void {
    this.#note('session.load', Float64Array.of(ms));
  }

  measured(latenciesMs: Float64Array): void {
    this.#note('inference.latency', latenciesMs);
    const first = Math.max(0, latenciesMs.length - REMEMBERED);
    for (let index = first; index < latenciesMs.length; index += 1) {
      this.#recent[this.#count % REMEMBERED] = latenciesMs[index] as number;
      this.#count += 1;
    }
    if (this.#count < SAMPLES_WANTED.p95) return;
    const ascending = this.#recent.slice(0, Math.min(this.#count, REMEMBERED)).sort();
    this.#note('inference.p95', Float64Array.of(percentileOfSorted(ascending, 0.95)));
  }

  stored(tookMs: Milliseconds): void {
    this.#watch.activity('store.write', STORE.subject, STORE.name, Float64Array.of(tookMs));
  }

  /** What was stopped on request is neither a failure nor a success. */
  ended(status: RunStatus): void {
    if (status !== 'stopped') {
      const failed = status === 'done' ? 0 : 1;
      this.#watch.activity('inference.error-rate', DYNO.subject, DYNO.name, Float64Array.of(failed));
    }
    this.#watch.activityOver(this.#subject);
  }

  #note(metric: ActivityMetric, values: Float64Array): void {
    this.#watch.activity(metric, this.#subject, this.#name, values);
  }
}
