import { BASE_NS, type ClockText } from './trace-clock.ts';
import { PROCESS, STREAMS, THREADS } from './training-step.ts';

/** What stands around the events of a Kineto trace: the machine before them, the names of its rows behind them. */
export const HEAD = `{
  "schemaVersion": 1,
  "deviceProperties": [
    {
      "id": 0, "name": "Generated GPU", "totalGlobalMem": 42505273344,
      "computeMajor": 8, "computeMinor": 0,
      "maxThreadsPerBlock": 1024, "maxThreadsPerMultiprocessor": 2048,
      "regsPerBlock": 65536, "warpSize": 32,
      "sharedMemPerBlock": 49152, "numSms": 108
    , "regsPerMultiprocessor": 65536, "sharedMemPerBlockOptin": 166912, "sharedMemPerMultiprocessor": 167936
    }
  ],
  "distributedInfo": {"backend": "nccl", "rank": 0, "world_size": 8, "pg_count": 1, "pg_config": [{"pg_name": "0", "pg_desc": "default_pg", "backend_config": "cuda:nccl", "pg_size": 8, "ranks": [0, 1, 2, 3, 4, 5, 6, 7]}], "nccl_version": "2.17.1"},
  "traceEvents": [
`;

export function tailOf(endNs: number, clockText: ClockText, hasBase: boolean): string {
  const facts: [string, number, number, string][] = [
    ['process_name', PROCESS, 0, '"name": "python3.10"'],
    ['process_labels', PROCESS, 0, '"labels": "CPU"'],
    ['process_sort_index', PROCESS, 0, `"sort_index": ${PROCESS}`],
    ['process_name', 0, 0, '"name": "python3.10"'],
    ['process_labels', 0, 0, '"labels": "GPU 0"'],
    ['process_sort_index', 0, 0, '"sort_index": 5000000'],
    ...Object.values(STREAMS).map((stream): [string, number, number, string] => [
      'thread_name',
      0,
      stream,
      `"name": "stream ${stream} "`,
    ]),
    ...Object.values(THREADS).map((thread): [string, number, number, string] => [
      'thread_name',
      PROCESS,
      thread,
      `"name": "thread ${thread} (python3.10)"`,
    ]),
  ];
  const written = facts.map(
    ([name, process, thread, args]) => `  {
    "name": "${name}", "ph": "M", "ts": ${clockText(0)}, "pid": ${process}, "tid": ${thread},
    "args": {
      ${args}
    }
  },
`,
  );
  return `${written.join('')}  {
    "name": "Iteration Start: PyTorch Profiler", "ph": "i", "s": "g",
    "pid": "Traces", "tid": "Trace PyTorch Profiler", "ts": ${clockText(0)}
  },
  {
    "name": "Record Window End", "ph": "i", "s": "g",
    "pid": "", "tid": "", "ts": ${clockText(endNs)}
  }
  ],
  "traceName": "/tmp/generated.pt.trace.json",
  "displayTimeUnit": "ms"${hasBase ? `,\n  "baseTimeNanoseconds": ${BASE_NS}` : ''}
}
`;
}
