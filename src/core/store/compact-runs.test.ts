import Database from 'better-sqlite3';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Recording } from '../../contract/recording.ts';
import { condenseRun } from '../analysis/condense.ts';
import { currentOwner } from './owner.ts';
import { aRun } from './run.fixture.ts';
import { codeOf, emptyFolder, open } from './store.fixture.ts';
import type { Store } from './store.ts';

const BATCHES = [
  { startMs: 0.003, endMs: 6.1, latenciesMs: Float64Array.of(1, 2.5, 0.1 + 0.2) },
  { startMs: 6.2, endMs: 9, latenciesMs: Float64Array.of(-0, 2) },
];

function measured(folder: string): Store {
  const store = open(folder);
  store.insertRun(aRun('r1'), currentOwner());
  for (const batch of BATCHES) store.appendSamples('r1', batch);
  return store;
}

function tell(folder: string, sql: string): unknown {
  const database = new Database(join(folder, 'dyno.db'));
  try {
    return database.prepare(sql).pluck().get();
  } finally {
    database.close();
  }
}

function seriesOf(store: Store) {
  const { endsMs, latenciesMs } = store.readSamples('r1');
  const { series } = condenseRun(endsMs, latenciesMs);
  if (series === null) throw new Error('Nothing was measured.');
  return { runId: 'r1', sampleCount: latenciesMs.length, ...series };
}

describe('a run that is over', () => {
  it('is stored once: its series follows from its samples, which are packed, and both read as before', () => {
    const folder = emptyFolder();
    const store = measured(folder);
    const samples = store.readSamples('r1');
    const series = seriesOf(store);
    store.putSeries(series);
    expect(store.readSamples('r1')).toEqual(samples);
    expect(Object.is(store.readSamples('r1').latenciesMs[3], -0)).toBe(true);
    expect(store.getSeries('r1')).toEqual(series);
    store.close();
    expect(tell(folder, 'SELECT count(*) FROM samples')).toBe(0);
    expect(tell(folder, 'SELECT sum(length(latency_ms)) FROM series')).toBe(0);
  });

  it('keeps a series that does not follow from its samples', () => {
    const store = measured(emptyFolder());
    const other = { ...seriesOf(store), atSeconds: Float64Array.of(1, 2) };
    store.putSeries(other);
    expect(store.getSeries('r1')).toEqual(other);
  });

  it('takes samples that come late, and can be packed again', () => {
    const store = measured(emptyFolder());
    store.putSeries(seriesOf(store));
    store.appendSamples('r1', { startMs: 20, endMs: 21, latenciesMs: Float64Array.of(7) });
    expect([...store.readSamples('r1').latenciesMs].at(-1)).toBe(7);
    const series = seriesOf(store);
    store.putSeries(series);
    expect(store.readSamples('r1').latenciesMs).toHaveLength(6);
    expect(store.getSeries('r1')).toEqual(series);
  });

  it('loses its packed samples with itself', () => {
    const folder = emptyFolder();
    const store = measured(folder);
    store.putSeries(seriesOf(store));
    store.setDeleted(['r1'], 1);
    store.purgeRuns(['r1']);
    store.close();
    expect(tell(folder, 'SELECT count(*) FROM packed_samples')).toBe(0);
  });

  it('says so where the disk has spoilt what was packed', () => {
    const folder = emptyFolder();
    const store = measured(folder);
    store.putSeries(seriesOf(store));
    store.close();
    const database = new Database(join(folder, 'dyno.db'));
    database.exec(`UPDATE packed_samples SET latencies_ms = x'0102'`);
    database.close();
    const again = open(folder);
    expect(codeOf(() => again.readSamples('r1'))).toBe('STORE_CORRUPT');
    expect(codeOf(() => again.getSeries('r1'))).toBe('STORE_CORRUPT');
  });
});

describe('documents', () => {
  const outputs = Array.from({ length: 20 }, (_, place) => ({ name: `output ${place}`, values: [place] }));
  const details = { outputs: outputs as unknown as [], trust: null };

  it('are told against the first of their kind, and read as they were', () => {
    const folder = emptyFolder();
    const store = open(folder);
    for (const id of ['r1', 'r2', 'r3']) {
      store.insertRun(aRun(id), currentOwner());
      store.putDetails(id, details);
    }
    expect(store.getDetails('r3').outputs).toEqual(outputs);
    store.close();
    expect(tell(folder, 'SELECT count(*) FROM dictionaries')).toBe(1);
    expect(tell(folder, `SELECT max(length(document)) FROM details`)).toBeLessThan(60);
    expect(open(folder).getDetails('r2').outputs).toEqual(outputs);
  });

  it('of an older Dyno are plain text', () => {
    const folder = emptyFolder();
    measured(folder).close();
    const database = new Database(join(folder, 'dyno.db'));
    database.prepare(`INSERT INTO details VALUES ('r1', 'outputs', ?)`).run(JSON.stringify(outputs));
    database.close();
    expect(open(folder).getDetails('r1').outputs).toEqual(outputs);
  });

  it('whose dictionary is gone are refused in words', () => {
    const folder = emptyFolder();
    const store = measured(folder);
    store.putDetails('r1', details);
    store.close();
    const database = new Database(join(folder, 'dyno.db'));
    database.exec('DELETE FROM dictionaries');
    database.close();
    expect(codeOf(() => open(folder).getDetails('r1'))).toBe('STORE_CORRUPT');
  });
});

describe('a recording that is over', () => {
  it('is fewer blocks that say the same, also of the columns that are asked for', () => {
    const folder = emptyFolder();
    const store = open(folder);
    const recording = { id: 'rec', runId: null, name: '', startedAt: 1, endedAt: null, deletedAt: null };
    store.insertRecording(recording as unknown as Recording, currentOwner());
    const block = (from: number, columns: readonly number[]) => ({
      columns,
      atMs: Float64Array.from({ length: 10 }, (_, tick) => from + tick + 0.1),
      values: Float64Array.from({ length: columns.length * 10 }, (_, place) =>
        place % 3 === 0 ? NaN : place / 7,
      ),
      marks: Uint8Array.from({ length: columns.length * 10 }, (_, place) => place % 4),
    });
    for (let from = 0; from < 300; from += 10) {
      store.appendRecordingBlock('rec', block(from, from < 200 ? [3, 1] : [1, 2, 5]));
    }
    const readAll = (columns: readonly number[]) => {
      const { blocks } = store.readRecordingBlocks('rec', { columns, fromMs: -1e9, toMs: 1e9, most: 1000 });
      return columns.map((column) =>
        blocks.flatMap(({ columns: own, atMs, values, marks }) => {
          const at = own.indexOf(column);
          return at < 0
            ? []
            : Array.from(atMs, (ms, tick) => [
                ms,
                values[at * atMs.length + tick],
                marks[at * atMs.length + tick],
              ]);
        }),
      );
    };
    const before = [readAll([1, 2, 3, 5]), readAll([5])];
    const extent = store.recordingExtent('rec');
    store.updateRecording('rec', { endedAt: 9 });
    expect([readAll([1, 2, 3, 5]), readAll([5])]).toEqual(before);
    expect(store.recordingExtent('rec')).toEqual(extent);
    expect(store.resolveRecording('rec').endedAt).toBe(9);
    store.close();
    expect(tell(folder, 'SELECT count(*) FROM recording_blocks')).toBeLessThan(5);
  });
});
