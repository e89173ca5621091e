import { callgrind } from './callgrind.ts';
import { cprofile } from './cprofile.ts';
import { cpuprofile } from './cpuprofile.ts';
import { firefox } from './firefox.ts';
import { folded } from './folded.ts';
import { nsightSqlite } from './nsight-sqlite.ts';
import { onnxruntime } from './onnxruntime.ts';
import { perfScript } from './perf-script.ts';
import { pprof } from './pprof.ts';
import { speedscope } from './speedscope.ts';
import { traceEvents } from './trace-events.ts';
import type { TraceImporter } from './types.ts';

/** Every format that can be read, in the order in which they are tried: those that cannot be mistaken first. */
export const importers: readonly TraceImporter[] = [
  nsightSqlite,
  speedscope,
  cpuprofile,
  firefox,
  onnxruntime,
  traceEvents,
  cprofile,
  pprof,
  callgrind,
  perfScript,
  folded,
];
