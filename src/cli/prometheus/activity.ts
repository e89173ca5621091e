import type { CoreEvent, DynoApi } from '../../contract/api.ts';
import { asDynoError } from '../../contract/errors.ts';
import type { Core } from '../../core/index.ts';
import type { Family } from './exposition.ts';
import { LatencyHistogram } from './latency-histogram.ts';

const OVER: ReadonlySet<string> = new Set(['done', 'stopped', 'failed', 'crashed']);

/** What this program has done since it began: calls by operation and status, runs, and the times of inference. */
export class Activity {
  readonly #calls = new LatencyHistogram(
    'dyno_request_duration_seconds',
    'Time of a call to Dyno, by operation and status.',
  );
  readonly #inference = new LatencyHistogram(
    'dyno_inference_duration_seconds',
    'Time of one inference, of runs that have ended.',
  );
  readonly #runs = new Map<string, number>();
  readonly #counted = new Set<string>();
  readonly #core: Pick<Core, 'subscribe'> & { readonly api: DynoApi };
  readonly #monotonic: () => number;
  /** The same calls, counted and timed. */
  readonly api: DynoApi;

  constructor(core: Pick<Core, 'subscribe'> & { readonly api: DynoApi }, monotonic: () => number) {
    this.#core = core;
    this.#monotonic = monotonic;
    this.api = this.#timed(core.api);
  }

  /** Follows the runs of this program until the answer is called. */
  follow(failed: (error: unknown) => void): () => void {
    return this.#core.subscribe((event) => {
      this.#look(event).catch(failed);
    });
  }

  get families(): Family[] {
    const runs: Family = {
      name: 'dyno_runs_total',
      help: 'Runs that have ended, by how they ended.',
      type: 'counter',
      samples: [...this.#runs].map(([status, value]) => ({ labels: { status }, value })),
    };
    return [this.#calls.family, requestTotals(this.#calls.family), this.#inference.family, runs];
  }

  async #look(event: CoreEvent): Promise<void> {
    if (event.type !== 'runs-changed' || event.runIds === 'unknown') return;
    for (const id of event.runIds) {
      if (this.#counted.has(id)) continue;
      const run = await this.#core.api.getRun(id).catch(() => null);
      if (run === null || !OVER.has(run.status) || this.#counted.has(id)) continue;
      this.#counted.add(id);
      this.#runs.set(run.status, (this.#runs.get(run.status) ?? 0) + 1);
      const series = await this.#core.api.getSeries(id);
      if (series === null || run.latencyMs === null) continue;
      this.#inference.addRun(
        { model: run.model.name, provider: run.config.provider },
        series.sampleCount,
        series.quantileLevels,
        series.quantilesMs.map((ms) => ms / 1000),
        run.latencyMs.mean / 1000,
      );
    }
  }

  #timed(api: DynoApi): DynoApi {
    const timed = Object.entries(api).map(([operation, call]) => {
      const answer = call as (...words: readonly unknown[]) => Promise<unknown>;
      const counted = async (...words: readonly unknown[]): Promise<unknown> => {
        const began = this.#monotonic();
        let status = 'ok';
        try {
          return await answer(...words);
        } catch (error) {
          status = asDynoError(error).code.toLowerCase();
          throw error;
        } finally {
          this.#calls.observe({ operation, status }, (this.#monotonic() - began) / 1000);
        }
      };
      return [operation, counted] as const;
    });
    return Object.fromEntries(timed) as unknown as DynoApi;
  }
}

/** Totals for whoever wants rates without a histogram. */
function requestTotals({ samples }: Family): Family {
  return {
    name: 'dyno_requests_total',
    help: 'Calls to Dyno, by operation and status.',
    type: 'counter',
    samples: samples
      .filter(({ suffix }) => suffix === '_count')
      .map(({ labels, value }) => ({ labels, value })),
  };
}
