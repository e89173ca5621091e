import type { NsightReading } from './nsight-reading.ts';
import { number } from './nsight-tables.ts';

/** The clock, the cards, and what the export says of itself. */
export function readSession({ tables, sink }: NsightReading): void {
  const epoch = tables.has('TARGET_INFO_SESSION_START_TIME', 'utcEpochNs')
    ? tables.value('SELECT CAST(utcEpochNs AS TEXT) AS value FROM TARGET_INFO_SESSION_START_TIME LIMIT 1')
    : null;
  sink.base(typeof epoch === 'string' && /^\d+$/.test(epoch) ? epoch : '0');
  for (const row of tables.select('TARGET_INFO_GPU', ['id'], GPU)) {
    const capability = [number(row['computeMajor']), number(row['computeMinor'])];
    sink.device({
      id: number(row['cuDevice']) ?? number(row['id']) ?? 0,
      name: typeof row['name'] === 'string' ? row['name'] : '',
      memoryBytes: number(row['totalMemory']),
      computeCapability: capability.every((part) => part !== null) ? capability.join('.') : null,
      multiprocessors: number(row['smCount']),
      warpSize: number(row['threadsPerWarp']),
      maxThreadsPerMultiprocessor: threads(number(row['maxWarpsPerSm']), number(row['threadsPerWarp'])),
    });
  }
  sink.fact('Recorded with', 'Nsight Systems');
  for (const { name, value } of tables.select('TARGET_INFO_SYSTEM_ENV', ['name', 'value'], []))
    if (typeof name === 'string' && typeof value === 'string' && SYSTEM_FACTS.has(name))
      sink.fact(name, value);
  for (const { name, value } of tables.select('META_DATA_EXPORT', ['name', 'value'], []))
    if (name === 'EXPORT_SCHEMA_VERSION' && value !== null) sink.fact('Schema', String(value));
}

const GPU = [
  'cuDevice',
  'name',
  'totalMemory',
  'smCount',
  'computeMajor',
  'computeMinor',
  'threadsPerWarp',
  'maxWarpsPerSm',
];
const SYSTEM_FACTS: ReadonlySet<string> = new Set(['OS', 'Hostname', 'CpuCores', 'Platform']);

function threads(warps: number | null, threadsPerWarp: number | null): number | null {
  return warps === null || threadsPerWarp === null ? null : warps * threadsPerWarp;
}

/** Samples of the cards' own counters: "SMs Active [Throughput %]". */
export function* readMetrics({ tables, sink }: NsightReading): Generator<void> {
  const names = new Map<string, { readonly name: string; readonly process: string }>();
  const info = tables.select('TARGET_INFO_GPU_METRICS', ['metricId', 'metricName'], ['typeId', 'typeName']);
  for (const { typeId, metricId, metricName, typeName } of info)
    if (typeof metricName === 'string')
      names.set(`${typeId} ${metricId}`, {
        name: metricName,
        process: typeof typeName === 'string' && typeName !== '' ? typeName : 'GPU metrics',
      });
  const counters = new Map<string, number>();
  for (const row of tables.select('GPU_METRICS', ['timestamp', 'metricId', 'value'], ['typeId'])) {
    yield;
    const [at, value] = [number(row['timestamp']), number(row['value'])];
    if (at === null || value === null) continue;
    const known = names.get(`${row['typeId']} ${row['metricId']}`);
    const { name, process } = known ?? { name: `metric ${row['metricId']}`, process: 'GPU metrics' };
    const key = `${row['typeId']} ${row['metricId']}`;
    let counter = counters.get(key);
    if (counter === undefined) {
      // A card's number is the lowest byte of its type.
      const [, bare = name, unit = ''] = /^(.*?)\s*\[(.*)\]$/.exec(name) ?? [];
      const card = (number(row['typeId']) ?? 0) % 256;
      counter = sink.counter({
        process: `${process}, card ${card}`,
        name: bare,
        unit: unit.includes('%') ? '%' : unit,
      });
      counters.set(key, counter);
    }
    sink.sample(counter, at, value);
  }
}
