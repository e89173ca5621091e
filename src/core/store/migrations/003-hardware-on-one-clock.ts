import type { Database } from 'better-sqlite3';
import type { Migration } from './types.ts';

/** Hardware becomes recordings: columns by channel, in blocks; with what a machine can do at most, and what went over. */
export const hardwareOnOneClock: Migration = {
  version: 3,
  apply(database) {
    database.exec(`
      ALTER TABLE runs ADD COLUMN energy TEXT NOT NULL DEFAULT 'null';

      CREATE TABLE recordings (
        id TEXT PRIMARY KEY NOT NULL,
        run_id TEXT UNIQUE REFERENCES runs (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        started_at REAL NOT NULL,
        ended_at REAL,
        deleted_at REAL,
        owner_pid INTEGER NOT NULL,
        owner_started_at TEXT NOT NULL,
        document TEXT NOT NULL
      );
      CREATE INDEX recordings_newest ON recordings (started_at);

      CREATE TABLE recording_blocks (
        id INTEGER PRIMARY KEY,
        recording_id TEXT NOT NULL REFERENCES recordings (id) ON DELETE CASCADE,
        from_ms REAL NOT NULL,
        to_ms REAL NOT NULL,
        channels TEXT NOT NULL,
        at_ms BLOB NOT NULL,
        sample_values BLOB NOT NULL,
        marks BLOB NOT NULL
      );
      CREATE INDEX recording_blocks_of ON recording_blocks (recording_id, from_ms);

      CREATE TABLE thresholds (
        id TEXT PRIMARY KEY NOT NULL,
        document TEXT NOT NULL
      );

      CREATE TABLE alerts (
        id TEXT PRIMARY KEY NOT NULL,
        opened_at REAL NOT NULL,
        closed_at REAL,
        owner_pid INTEGER NOT NULL,
        owner_started_at TEXT NOT NULL,
        document TEXT NOT NULL
      );
      CREATE INDEX alerts_newest ON alerts (opened_at);

      CREATE TABLE probes (
        id TEXT PRIMARY KEY NOT NULL,
        machine TEXT NOT NULL,
        at REAL NOT NULL,
        document TEXT NOT NULL
      );
      CREATE INDEX probes_newest ON probes (machine, at);

      CREATE TABLE reference_outputs (
        key TEXT PRIMARY KEY NOT NULL,
        bytes INTEGER NOT NULL,
        written_at REAL NOT NULL,
        used_at REAL NOT NULL,
        outputs BLOB NOT NULL
      );
    `);
    for (const runId of runsWithHardware(database)) convert(database, runId);
    database.exec('DROP TABLE hardware');
  },
};

/** What version 1 and 2 kept, by the time of day; as far as a stranger's pen left it so. */
interface OldSample {
  readonly at: number;
  readonly perCorePercent?: readonly unknown[];
  readonly process?: Readonly<Record<string, unknown>> | null;
  readonly [name: string]: unknown;
}

interface OldRun {
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly ownerPid: number;
  readonly ownerStartedAt: string;
  readonly loadMs: number | null;
  readonly firstRunMs: number | null;
  readonly warmupMs: number | null;
}

interface Column {
  readonly device: string;
  readonly metric: string;
  readonly detail: string;
  readonly source: string;
  readonly of: (sample: OldSample) => unknown;
}

const OLD_PERIOD_MS = 500;
const TICKS_A_BLOCK = 4096;
const FRESH = 0;
const MISSING = 2;
const DEVICES = [
  { id: 'cpu', kind: 'cpu', name: 'Processor' },
  { id: 'memory', kind: 'memory', name: 'Memory' },
  { id: 'process:run', kind: 'process', name: 'The run’s processes' },
  { id: 'machine', kind: 'machine', name: 'The machine' },
];
const COLUMNS: readonly Column[] = [
  column('cpu', 'cpu.use', 'cpu', (sample) => sample['cpuPercent']),
  column('cpu', 'cpu.clock', 'cpu-clock', (sample) => sample['cpuMHz']),
  column('cpu', 'cpu.clock-fastest', 'cpu-clock', (sample) => sample['cpuFastestMHz']),
  column('cpu', 'cpu.steal', 'cpu', (sample) => sample['stealPercent']),
  column('machine', 'pressure.cpu', 'pressure', (sample) => sample['cpuWaitPercent']),
  column('memory', 'memory.used', 'memory', (sample) => sample['memoryUsedBytes']),
  column('process:run', 'process.cpu', 'process-tree', ({ process }) => process?.['cpuPercent']),
  column('process:run', 'process.resident', 'process-tree', ({ process }) => process?.['residentBytes']),
  column('process:run', 'process.threads', 'process-tree', ({ process }) => process?.['threads']),
  column('machine', 'sampler.cpu', 'sampler', (sample) => sample['samplerCpuPercent']),
];

function column(device: string, metric: string, source: string, of: Column['of'], detail = ''): Column {
  return { device, metric, detail, source, of };
}

function runsWithHardware(database: Database): readonly string[] {
  return database.prepare<[], string>('SELECT DISTINCT run_id FROM hardware').pluck().all();
}

/**
 * Those samples knew the time of day alone, and so does their recording: its clock is the wall's, its origin the wall
 * time at which measuring began by the run's own phases, and the axis stays as it was drawn.
 */
function convert(database: Database, runId: string): void {
  const run = database
    .prepare<[string], OldRun>(
      `SELECT created_at AS createdAt, started_at AS startedAt,
         owner_pid AS ownerPid, owner_started_at AS ownerStartedAt,
         phases ->> '$.loadMs' AS loadMs, phases ->> '$.firstRunMs' AS firstRunMs,
         phases ->> '$.warmupMs' AS warmupMs
       FROM runs WHERE id = ?`,
    )
    .get(runId);
  const samples = samplesOf(database, runId);
  const [first] = samples;
  const last = samples.at(-1);
  if (run === undefined || first === undefined || last === undefined) return;

  const cores = samples.reduce((most, { perCorePercent }) => Math.max(most, perCorePercent?.length ?? 0), 0);
  const perCore = Array.from({ length: cores }, (_, core) =>
    column('cpu', 'cpu.core-use', 'cpu', ({ perCorePercent }) => perCorePercent?.[core], String(core)),
  );
  const columns = [...COLUMNS, ...perCore].filter(({ of }) => samples.some((sample) => isNumber(of(sample))));
  const kept = new Set(columns.map(({ device }) => device));
  const total = samples.map((sample) => sample['memoryTotalBytes']).find(isNumber) ?? null;
  const document = {
    id: runId,
    runId,
    name: '',
    startedAt: first.at,
    endedAt: last.at,
    hertz: 1000 / OLD_PERIOD_MS,
    sampleCount: samples.length,
    originMs:
      (run.startedAt ?? run.createdAt) + (run.loadMs ?? 0) + (run.firstRunMs ?? 0) + (run.warmupMs ?? 0),
    clocks: { sampler: null, worker: null },
    devices: DEVICES.filter(({ id }) => kept.has(id)).map((device) => ({
      ...device,
      totalBytes: device.id === 'memory' ? total : null,
      partOf: null,
    })),
    channels: columns.map(({ device, metric, detail, source }) => ({
      id: [device, metric, detail].filter((part) => part !== '').join('/'),
      device,
      metric,
      detail,
      source,
      periodMs: OLD_PERIOD_MS,
    })),
    sources: [],
    health: null,
    deletedAt: null,
  };
  database
    .prepare(
      `INSERT INTO recordings (id, run_id, name, started_at, ended_at, deleted_at, owner_pid, owner_started_at,
         document) VALUES (?, ?, '', ?, ?, NULL, ?, ?, ?)`,
    )
    .run(runId, runId, first.at, last.at, run.ownerPid, run.ownerStartedAt, JSON.stringify(document));
  for (let from = 0; from < samples.length; from += TICKS_A_BLOCK)
    insertBlock(database, runId, columns, samples.slice(from, from + TICKS_A_BLOCK));
}

function insertBlock(
  database: Database,
  runId: string,
  columns: readonly Column[],
  samples: readonly OldSample[],
): void {
  const numbers = columns.flatMap(({ of }) =>
    samples.map((sample) => {
      const value = of(sample);
      return isNumber(value) ? value : Number.NaN;
    }),
  );
  const atMs = samples.map(({ at }) => at);
  database
    .prepare(
      `INSERT INTO recording_blocks (recording_id, from_ms, to_ms, channels, at_ms, sample_values, marks)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      runId,
      atMs[0],
      atMs.at(-1),
      JSON.stringify(columns.map((_, index) => index)),
      blobOf(atMs),
      blobOf(numbers),
      Buffer.from(numbers.map((value) => (Number.isNaN(value) ? MISSING : FRESH))),
    );
}

/** A row that cannot be read any more is left behind: it must not keep its owner from all the others. */
function samplesOf(database: Database, runId: string): readonly OldSample[] {
  return database
    .prepare<[string], string>('SELECT samples FROM hardware WHERE run_id = ? ORDER BY id')
    .pluck()
    .all(runId)
    .flatMap((text): unknown[] => {
      try {
        const samples: unknown = JSON.parse(text);
        return Array.isArray(samples) ? samples : [];
      } catch {
        return [];
      }
    })
    .filter((sample): sample is OldSample => isNumber((sample as OldSample | null)?.at))
    .sort((a, b) => a.at - b.at);
}

function blobOf(numbers: readonly number[]): Buffer {
  return Buffer.from(Float64Array.from(numbers).buffer);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
