import Database from 'better-sqlite3';

/** Process 1234 (0x4d2), thread 1235, on virtual machine 1: as the export packs them into one number. */
export const GLOBAL_TID = (1n << 48n) | (1234n << 24n) | 1235n;
export const GLOBAL_PID = (1n << 48n) | (1234n << 24n);

const SCHEMA = `
  CREATE TABLE StringIds (id INTEGER NOT NULL PRIMARY KEY, value TEXT NOT NULL);
  CREATE TABLE META_DATA_EXPORT (name TEXT NOT NULL, value TEXT);
  CREATE TABLE TARGET_INFO_SESSION_START_TIME (utcEpochNs INTEGER, utcTime TEXT, localTime TEXT);
  CREATE TABLE TARGET_INFO_SYSTEM_ENV (globalVid INTEGER, devStateName TEXT, name TEXT, nameEnum INTEGER, value TEXT);
  CREATE TABLE TARGET_INFO_GPU (vmId INTEGER, id INTEGER, name TEXT, totalMemory INTEGER, smCount INTEGER,
    cuDevice INTEGER, computeMajor INTEGER, computeMinor INTEGER, threadsPerWarp INTEGER, maxWarpsPerSm INTEGER);
  CREATE TABLE PROCESSES (globalPid INTEGER, pid INTEGER, name TEXT);
  CREATE TABLE ThreadNames (nameId INTEGER NOT NULL, priority INTEGER, globalTid INTEGER);
  CREATE TABLE CUPTI_ACTIVITY_KIND_RUNTIME (start INTEGER NOT NULL, end INTEGER NOT NULL, eventClass INTEGER NOT NULL,
    globalTid INTEGER, correlationId INTEGER, nameId INTEGER NOT NULL, returnValue INTEGER NOT NULL, callchainId INTEGER);
  CREATE TABLE CUPTI_ACTIVITY_KIND_KERNEL (start INTEGER NOT NULL, end INTEGER NOT NULL, deviceId INTEGER NOT NULL,
    contextId INTEGER NOT NULL, streamId INTEGER NOT NULL, correlationId INTEGER, globalPid INTEGER,
    demangledName INTEGER NOT NULL, shortName INTEGER NOT NULL, registersPerThread INTEGER NOT NULL,
    gridX INTEGER NOT NULL, gridY INTEGER NOT NULL, gridZ INTEGER NOT NULL,
    blockX INTEGER NOT NULL, blockY INTEGER NOT NULL, blockZ INTEGER NOT NULL,
    staticSharedMemory INTEGER NOT NULL, dynamicSharedMemory INTEGER NOT NULL, graphNodeId INTEGER);
  CREATE TABLE CUPTI_ACTIVITY_KIND_MEMCPY (start INTEGER NOT NULL, end INTEGER NOT NULL, deviceId INTEGER NOT NULL,
    contextId INTEGER NOT NULL, streamId INTEGER NOT NULL, correlationId INTEGER, globalPid INTEGER,
    bytes INTEGER NOT NULL, copyKind INTEGER NOT NULL, srcKind INTEGER, dstKind INTEGER);
  CREATE TABLE CUPTI_ACTIVITY_KIND_SYNCHRONIZATION (start INTEGER NOT NULL, end INTEGER NOT NULL,
    deviceId INTEGER NOT NULL, contextId INTEGER NOT NULL, streamId INTEGER NOT NULL, correlationId INTEGER,
    globalPid INTEGER, syncType INTEGER NOT NULL, eventId INTEGER NOT NULL);
  CREATE TABLE NVTX_EVENTS (start INTEGER NOT NULL, end INTEGER, eventType INTEGER NOT NULL, rangeId INTEGER,
    category INTEGER, color INTEGER, text TEXT, globalTid INTEGER, endGlobalTid INTEGER, textId INTEGER,
    domainId INTEGER);
  CREATE TABLE OSRT_API (start INTEGER NOT NULL, end INTEGER NOT NULL, eventClass INTEGER NOT NULL, globalTid INTEGER,
    correlationId INTEGER, nameId INTEGER NOT NULL, returnValue INTEGER NOT NULL);
  CREATE TABLE GPU_METRICS (timestamp INTEGER, typeId INTEGER NOT NULL, metricId INTEGER NOT NULL, value INTEGER NOT NULL);
  CREATE TABLE TARGET_INFO_GPU_METRICS (typeId INTEGER NOT NULL, sourceId INTEGER, typeName TEXT NOT NULL,
    metricId INTEGER NOT NULL, metricName TEXT NOT NULL);
`;

const STRINGS = [
  '',
  'cudaLaunchKernel_v7000',
  'cuMemcpyAsync',
  'void gemm<float>(float*)',
  'gemm',
  'worker',
  'poll',
  'epoch',
];

/** An export by the published schema, with a row of each sort. */
export function writeNsightExport(file: string): void {
  const database = new Database(file);
  database.exec(SCHEMA);
  const add = (table: string, ...values: (string | number | bigint | null)[]): void => {
    database.prepare(`INSERT INTO ${table} VALUES (${values.map(() => '?').join(', ')})`).run(...values);
  };
  STRINGS.forEach((text, id) => add('StringIds', id, text));
  add('META_DATA_EXPORT', 'EXPORT_SCHEMA_VERSION', '3.11.0');
  add('TARGET_INFO_SESSION_START_TIME', 1735689600123456789n, '', '');
  add('TARGET_INFO_SYSTEM_ENV', 0, '', 'Hostname', 0, 'bench');
  add('TARGET_INFO_GPU', 1, 0, 'a card', 85_899_345_920, 132, 0, 9, 0, 32, 64);
  add('PROCESSES', GLOBAL_PID, 1234, '/usr/bin/python3');
  add('ThreadNames', 5, 0, GLOBAL_TID);
  add('CUPTI_ACTIVITY_KIND_RUNTIME', 1000, 1500, 0, GLOBAL_TID, 7, 1, 0, null);
  add('CUPTI_ACTIVITY_KIND_RUNTIME', 2000, 2100, 1, GLOBAL_TID, 8, 2, 0, null);
  add(
    'CUPTI_ACTIVITY_KIND_KERNEL',
    ...[1700, 2700, 0, 1, 13, 7, GLOBAL_PID, 3, 4, 64],
    ...[128, 2, 1, 256, 1, 1, 1024, 2048, null],
  );
  add('CUPTI_ACTIVITY_KIND_MEMCPY', 3000, 3500, 0, 1, 13, 8, GLOBAL_PID, 1000, 1, 0, 2);
  add('CUPTI_ACTIVITY_KIND_SYNCHRONIZATION', 3600, 3700, 0, 1, 13, 0, GLOBAL_PID, 3, 0);
  add('NVTX_EVENTS', 900, 4000, 59, null, null, null, null, GLOBAL_TID, null, 7, 0);
  add(
    'NVTX_EVENTS',
    950,
    1600,
    59,
    null,
    null,
    null,
    'aten::mm, seq = 12, sizes = [[2, 3], [3, 4]]',
    GLOBAL_TID,
    null,
    null,
    0,
  );
  add('NVTX_EVENTS', 1200, null, 60, 1, null, null, 'never ended', GLOBAL_TID, null, null, 0);
  add('NVTX_EVENTS', 1300, null, 34, null, null, null, 'a mark', GLOBAL_TID, null, null, 0);
  add('NVTX_EVENTS', 0, null, 75, null, null, null, 'a domain', null, null, null, 1);
  add('OSRT_API', 100, 800, 27, GLOBAL_TID, 0, 6, 0);
  add('TARGET_INFO_GPU_METRICS', 256, 0, 'General Metrics', 3, 'SMs Active [Throughput %]');
  add('GPU_METRICS', 1000, 256, 3, 40);
  add('GPU_METRICS', 2000, 256, 3, 90);
  database.close();
}
