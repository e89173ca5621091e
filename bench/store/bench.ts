import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import Database from 'better-sqlite3';
import { openStore, STORE_FILE } from '../../src/core/store/open-store.ts';
import type { Store } from '../../src/core/store/store.ts';
import { RunList } from '../../src/core/run-list/run-list.ts';
import { median, milliseconds, type Figure } from '../figure.ts';
import { generateStore } from './generate.ts';

const SAMPLES = 2000;
const MANY_RUNS = 100_000;
const FEW_SAMPLES = 20;
const ROUNDS = 5;

const MOST_MB_PER_MILLION = 12;
const MOST_OPENING_MS = 500;
const MOST_OPENING_OF_MANY_MS = 2000;
const MOST_COMPARED_MS = 300;
const COMPARED = 10;
/** The list against SQLite's own reading of the same rows into arrays, which does nothing with them. */
const MOST_TIMES_RAW = 6;

/** What a store of ten thousand whole runs takes, and how soon it answers; a hundred thousand small ones beside it. */
export async function benchStore(runs: number, say: (text: string) => void): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-bench-store-'));
  try {
    say(`generating ${runs} whole runs with ${SAMPLES} samples`);
    generateStore(folder, { runs, samples: SAMPLES });
    const whole = await look(folder, say);
    const size = sizeFigure(folder, runs);
    const compared = comparedFigure(folder);
    const edited = await editFigure(folder, runs);
    rmSync(folder, { recursive: true });
    const many = runs * 10 < MANY_RUNS ? runs * 10 : MANY_RUNS;
    say(`generating ${many} runs with ${FEW_SAMPLES} samples`);
    generateStore(folder, { runs: many, samples: FEW_SAMPLES, isWhole: false });
    const large = await look(folder, say);
    return [
      size,
      openingFigure(runs, MOST_OPENING_MS, whole),
      openingFigure(many, MOST_OPENING_OF_MANY_MS, large),
      edited,
      compared,
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Look {
  readonly openMs: number;
  readonly firstPageMs: number;
  readonly allMs: number;
  readonly rawMs: number;
}

async function look(folder: string, say: (text: string) => void): Promise<Look> {
  const looks: Look[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    const store = openStore({ folder, wallNow: Date.now });
    const openMs = performance.now() - began;
    await listOf(store).page({});
    const firstPageMs = performance.now() - began;
    const listed = performance.now();
    await listOf(store).all();
    const allMs = performance.now() - listed;
    store.close();
    looks.push({ openMs, firstPageMs, allMs, rawMs: rawScanMs(folder) });
  }
  const of = (name: keyof Look): number => median(looks.map((one) => one[name]));
  const seen = {
    openMs: of('openMs'),
    firstPageMs: of('firstPageMs'),
    allMs: of('allMs'),
    rawMs: of('rawMs'),
  };
  say(
    `opening ${milliseconds(seen.openMs)}, first page ${milliseconds(seen.firstPageMs)}, all ${milliseconds(seen.allMs)}, SQLite's own scan ${milliseconds(seen.rawMs)}`,
  );
  return seen;
}

const listOf = (store: Store): RunList =>
  new RunList({ store, wallNow: Date.now, changed: () => undefined, untold: () => [] });

function rawScanMs(folder: string): number {
  const database = new Database(join(folder, STORE_FILE), { readonly: true });
  const began = performance.now();
  database.prepare('SELECT * FROM run_facts').raw().all();
  const took = performance.now() - began;
  database.close();
  return took;
}

function sizeFigure(folder: string, runs: number): Figure {
  const bytes = statSync(join(folder, STORE_FILE)).size;
  const perMillion = bytes / 1e6 / ((runs * SAMPLES) / 1e6);
  return {
    name: `store, ${runs} runs with ${SAMPLES} samples`,
    target: `< ${MOST_MB_PER_MILLION} MB per million samples`,
    measured: `${perMillion.toFixed(2)} MB`,
    met: perMillion < MOST_MB_PER_MILLION,
    detail: { bytes, runs, samples: SAMPLES, perMillion },
  };
}

function openingFigure(runs: number, most: number, seen: Look): Figure {
  const { openMs, allMs, rawMs } = seen;
  const times = allMs / rawMs;
  return {
    name: `list of ${runs} runs, from opening`,
    target: `< ${milliseconds(most)}, ≤ ${MOST_TIMES_RAW}× SQLite's scan`,
    measured: `${milliseconds(openMs + allMs)}, ${times.toFixed(1)}×`,
    met: openMs + allMs < most && times <= MOST_TIMES_RAW,
    detail: { runs, ...seen },
  };
}

/** All runs tagged and put back; the longest that anybody else would have waited meanwhile is told as well. */
async function editFigure(folder: string, runs: number): Promise<Figure> {
  const store = openStore({ folder, wallNow: Date.now });
  const list = listOf(store);
  const ids = store.listRuns().map(({ id }) => id);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const began = performance.now();
  const before = await list.api.editRuns(ids, { addTags: ['tagged'], pinned: true });
  const tookMs = performance.now() - began;
  delay.disable();
  await list.api.putBackRuns(before);
  store.close();
  const waitedMs = delay.percentile(99) / 1e6;
  return {
    name: `tagging ${runs} runs`,
    target: 'p99 of waits of others < 16 ms',
    measured: `${milliseconds(tookMs)}, waits ${milliseconds(waitedMs)}`,
    met: waitedMs < 16,
    detail: { runs, tookMs, waitedMs, longestMs: delay.max / 1e6 },
  };
}

/** All that a comparison of ten runs reads. */
function comparedFigure(folder: string): Figure {
  const store = openStore({ folder, wallNow: Date.now });
  const ids = store.listRuns({ limit: 1000 }).map(({ id }) => id);
  const takes = Array.from({ length: ROUNDS }, (_, round) => {
    const began = performance.now();
    for (let place = 0; place < COMPARED; place += 1) {
      const id = ids[(place * 97 + round * 13) % ids.length] ?? '';
      store.getRun(id);
      store.getSeries(id);
      store.getDetails(id);
      store.recordingOfRun(id);
      store.readSamples(id);
    }
    return performance.now() - began;
  });
  store.close();
  return {
    name: `reading ${COMPARED} runs for a comparison`,
    target: `< ${milliseconds(MOST_COMPARED_MS)}`,
    measured: milliseconds(median(takes)),
    met: median(takes) < MOST_COMPARED_MS,
    detail: { takes },
  };
}
