import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { HardwareSample } from '../../../contract/hardware.ts';
import { aRun } from '../run.fixture.ts';
import { toRow } from '../run-row.ts';
import { emptyFolder, open } from '../store.fixture.ts';
import type { Store } from '../store.ts';
import { firstSchema } from './001-first-schema.ts';
import { measuringInFull } from './002-measuring-in-full.ts';

const BEGAN = 1_700_000_000_000;

function aSample(at: number, change: Partial<HardwareSample> = {}): HardwareSample {
  return {
    at,
    cpuPercent: 50,
    perCorePercent: [40, 60],
    cpuMHz: null,
    cpuFastestMHz: null,
    stealPercent: 0,
    cpuWaitPercent: null,
    memoryUsedBytes: 2 ** 33,
    memoryTotalBytes: 2 ** 34,
    process: { pid: 9, cpuPercent: 150, residentBytes: 2 ** 30, threads: null },
    samplerCpuPercent: 0.5,
    ...change,
  };
}

/** A store as a program of schema 2 left it, with these texts as its rows of hardware. */
function oldStore(...texts: readonly string[]): Store {
  const folder = emptyFolder();
  const database = new Database(join(folder, 'dyno.db'));
  firstSchema.apply(database);
  measuringInFull.apply(database);
  const {
    energy: _energy,
    profile: _profile,
    archived_at: _archivedAt,
    pinned_at: _pinnedAt,
    ...row
  } = toRow(
    aRun('r1', {
      startedAt: BEGAN,
      phases: { loadMs: 100, firstRunMs: 20, warmupMs: 380, measuredMs: 4000 },
    }),
  );
  const columns = Object.keys(row);
  database
    .prepare(
      `INSERT INTO runs (${columns.join()}, owner_pid, owner_started_at)
       VALUES (${columns.map((name) => `@${name}`).join()}, 1, '')`,
    )
    .run(row);
  for (const text of texts)
    database.prepare(`INSERT INTO hardware (run_id, samples) VALUES ('r1', ?)`).run(text);
  database.pragma('application_id = 0x44594e4f');
  database.pragma('user_version = 2');
  database.close();
  return open(folder);
}

function readOf(store: Store): Readonly<Record<string, readonly number[]>> {
  const recording = store.recordingOfRun('r1');
  if (recording === null) return {};
  const { blocks } = store.readRecordingBlocks(recording.id, {
    columns: recording.channels.map((_, place) => place),
    fromMs: Number.NEGATIVE_INFINITY,
    toMs: Number.POSITIVE_INFINITY,
    most: 100,
  });
  const seconds = blocks.flatMap(({ atMs }) =>
    [...atMs].map((at) => (at - (recording.originMs ?? 0)) / 1000),
  );
  const columns = recording.channels.map(({ id }, place) => [
    id,
    blocks.flatMap(({ atMs, values }) => [
      ...values.subarray(place * atMs.length, (place + 1) * atMs.length),
    ]),
  ]);
  return { seconds, ...(Object.fromEntries(columns) as Record<string, number[]>) };
}

describe('the hardware of an older store', () => {
  it('becomes recordings on the axis of their runs, with what was not measured left open', () => {
    const store = oldStore(
      JSON.stringify([aSample(BEGAN), aSample(BEGAN + 500, { process: null, cpuPercent: null })]),
      JSON.stringify([aSample(BEGAN + 1000, { perCorePercent: [1, 2, 3] })]),
    );
    const recording = store.recordingOfRun('r1');
    expect(recording).toMatchObject({
      runId: 'r1',
      startedAt: BEGAN,
      endedAt: BEGAN + 1000,
      sampleCount: 3,
      hertz: 2,
      clocks: { sampler: null, worker: null },
    });
    expect(recording?.devices).toContainEqual({
      id: 'memory',
      kind: 'memory',
      name: 'Memory',
      totalBytes: 2 ** 34,
      partOf: null,
    });
    const { NaN: none } = Number;
    expect(readOf(store)).toEqual({
      seconds: [-0.5, 0, 0.5],
      'cpu/cpu.use': [50, none, 50],
      'cpu/cpu.steal': [0, 0, 0],
      'memory/memory.used': [2 ** 33, 2 ** 33, 2 ** 33],
      'process:run/process.cpu': [150, none, 150],
      'process:run/process.resident': [2 ** 30, none, 2 ** 30],
      'machine/sampler.cpu': [0.5, 0.5, 0.5],
      'cpu/cpu.core-use/0': [40, 40, 1],
      'cpu/cpu.core-use/1': [60, 60, 2],
      'cpu/cpu.core-use/2': [none, none, 3],
    });
  });

  it('keeps of many samples every one, in blocks', () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      aSample(BEGAN + index * 500, { cpuPercent: index % 97 }),
    );
    const read = readOf(oldStore(JSON.stringify(many)));
    expect(read['seconds']).toHaveLength(10_000);
    expect(read['cpu/cpu.use']).toEqual(many.map(({ cpuPercent }) => cpuPercent));
  });

  it('opens although some rows are no samples', () => {
    const rows = ['{"broken', '7', 'null', '[null, 3, {"at": "noon"}, {}]', JSON.stringify([aSample(BEGAN)])];
    const store = oldStore(...rows);
    expect(store.recordingOfRun('r1')?.sampleCount).toBe(1);
    expect(oldStore('[]').recordingOfRun('r1')).toBeNull();
  });

  it('leaves no table behind', () => {
    const store = oldStore(JSON.stringify([aSample(BEGAN)]));
    const database = new Database(join(store.folder, 'dyno.db'), { readonly: true });
    const tables = database.prepare(`SELECT name FROM sqlite_schema WHERE name LIKE 'hardware%'`).all();
    database.close();
    expect(tables).toEqual([]);
  });
});
