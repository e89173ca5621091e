import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SampleBatch } from '../../src/contract/worker-api.ts';
import { condenseRun, type CondensedRun } from '../../src/core/analysis/condense.ts';
import { listDemoModels } from '../../src/core/model/index.ts';
import { openDatabase } from '../../src/core/store/database.ts';
import { STORE_FILE } from '../../src/core/store/open-store.ts';
import { spreadEnds } from '../../src/core/store/samples.ts';
import { sqliteStore } from '../../src/core/store/sqlite-store.ts';
import type { Store } from '../../src/core/store/store.ts';
import { hardwareBeside } from './hardware-beside.ts';
import { judged, outputsOf } from './judged.ts';
import { seededRandom } from './seeded-random.ts';
import { runOf } from './stored-run.ts';

const MINUTE_MS = 60_000;
/** The worker hands over ten times a second. */
const HANDED_OVER_MS = 100;
const RUNS_A_TRANSACTION = 100;
const OWNER = { pid: process.pid, startedAt: 'bench' };

export interface GeneratedStore {
  readonly runs: number;
  /** Of each run. */
  readonly samples: number;
  /** False: a run's row, its samples and its series alone, which is quick for a hundred thousand. */
  readonly isWhole?: boolean;
  /** Any whole number: the same runs each time. */
  readonly seed?: number;
  /** When the newest run was made. */
  readonly until?: number;
}

/** Fills a data folder with runs as the engine would have stored them, through the store's own calls. */
export function generateStore(folder: string, wanted: GeneratedStore): void {
  mkdirSync(folder, { recursive: true });
  const opening = openDatabase(join(folder, STORE_FILE));
  if (opening.kind !== 'open') throw opening.error;
  const { database } = opening;
  const store = sqliteStore(database, folder, []);
  const random = seededRandom(wanted.seed ?? 20_240);
  const measured: Measured[] = [];
  try {
    for (let from = 0; from < wanted.runs; from += RUNS_A_TRANSACTION) {
      database
        .transaction(() => {
          const to = Math.min(wanted.runs, from + RUNS_A_TRANSACTION);
          for (let index = from; index < to; index += 1) {
            const kind = index % KINDS;
            const one = (measured[kind] ??= measuredOnce(kind, wanted.samples, random));
            storeOne(store, index, wanted, one, random);
          }
        })
        .immediate();
    }
  } finally {
    store.close();
  }
}

const MODELS = listDemoModels().filter(({ name }) => !name.includes('base'));
/** So many different series: runs share them, since to condense each one's own would take a second for a hundred. */
const KINDS = 48;

interface Measured {
  readonly condensed: CondensedRun;
  readonly batches: readonly SampleBatch[];
  readonly measuredMs: number;
  readonly blocks: ReturnType<typeof hardwareBeside>['blocks'];
}

function measuredOnce(kind: number, samples: number, random: () => number): Measured {
  const { endsMs, latenciesMs } = timesOf(samples, 2 + (kind % MODELS.length), random);
  const batches: SampleBatch[] = [];
  for (let from = 0; from < samples;) {
    const startMs = from === 0 ? 0 : (endsMs[from - 1] as number);
    let to = from + 1;
    while (to < samples && (endsMs[to] as number) - startMs < HANDED_OVER_MS) to += 1;
    batches.push({ startMs, endMs: endsMs[to - 1] as number, latenciesMs: latenciesMs.slice(from, to) });
    from = to;
  }
  // As the store gives the ends back, which knows those of a batch alone.
  for (let at = 0, first = 0; at < batches.length; at += 1) {
    const batch = batches[at] as SampleBatch;
    spreadEnds(batch, endsMs.subarray(first, first + batch.latenciesMs.length));
    first += batch.latenciesMs.length;
  }
  const measuredMs = endsMs.at(-1) ?? 0;
  const condensed = condenseRun(endsMs, latenciesMs);
  return { condensed, batches, measuredMs, blocks: hardwareBeside('', 0, measuredMs, random).blocks };
}

function storeOne(
  store: Store,
  index: number,
  { runs, samples, isWhole = true, until = Date.now() }: GeneratedStore,
  { condensed, batches, measuredMs, blocks }: Measured,
  random: () => number,
): void {
  const { ref } = MODELS[index % MODELS.length] ?? {
    ref: { kind: 'demo', location: 'demo:mlp-tiny' } as const,
  };
  const createdAt = until - (runs - index) * MINUTE_MS;
  const trust = judged(random);
  const { verdict, sentence } = trust;
  const run = {
    ...runOf(index, ref, createdAt, measuredMs, condensed),
    trust: { verdict, sentence },
    signals: { ...condensed.signals, warmup: null, endedBy: 'iterations' as const },
  };
  store.insertRun(run, OWNER);
  for (const batch of batches) store.appendSamples(run.id, batch);
  if (isWhole) {
    store.putDetails(run.id, { trust, outputs: outputsOf(random) });
    const { recording } = hardwareBeside(run.id, createdAt, 0, random);
    store.insertRecording({ ...recording, endedAt: null }, OWNER);
    for (const block of blocks) store.appendRecordingBlock(recording.id, block);
    store.updateRecording(recording.id, { endedAt: createdAt + measuredMs });
  }
  const { series } = condensed;
  if (series !== null) store.putSeries({ runId: run.id, sampleCount: samples, ...series });
}

/** Differences of a clock in nanoseconds that is told in milliseconds, as the worker takes them. */
function timesOf(samples: number, usualMs: number, random: () => number) {
  const endsMs = new Float64Array(samples);
  const latenciesMs = new Float64Array(samples);
  const beganMs = 500 + Math.round(random() * 1e9) / 1e6;
  let now = beganMs;
  for (let index = 0; index < samples; index += 1) {
    const spread = 0.97 + 0.03 * (random() + random() + random()) + (random() < 0.02 ? random() : 0);
    const end = Math.round((now + usualMs * spread) * 1e6) / 1e6;
    latenciesMs[index] = end - now;
    endsMs[index] = end - beganMs;
    now = Math.round((end + 0.003) * 1e6) / 1e6;
  }
  return { endsMs, latenciesMs };
}
