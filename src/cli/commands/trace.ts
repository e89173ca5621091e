import { addTraceCompare } from './trace/compare.ts';
import { addTraceConvert } from './trace/convert.ts';
import { addTraceInfo } from './trace/info.ts';
import { addTraceQuery } from './trace/query.ts';
import { addTraceReport } from './trace/report.ts';
import type { AddCommand } from './types.ts';

const HELP = `
A trace is read once, into an index of columns in the data folder; opened again
it is there at once. Any size, told by its content: PyTorch and Chrome traces,
Nsight Systems (.sqlite), ONNX Runtime, speedscope, .cpuprofile, Firefox, perf
script, folded stacks, callgrind, pprof and cProfile, also as .gz or .zst.

Examples:
  dyno trace info trace.json.gz
  dyno trace report trace.json --top 20
  dyno trace compare before.json after.json
  dyno trace query trace.json "select name, sum(duration_us) from kernels
    group by name order by 2 desc limit 10"
  dyno trace convert trace.json -f speedscope -o trace.speedscope.json

Exit codes: 0 done, 2 bad input, 3 the process that reads failed or the disk is
  full, 130 stopped by Ctrl-C (nothing of what was begun stays)`;

export const addTrace: AddCommand = (program, act) => {
  const trace = program
    .command('trace')
    .summary('read, analyse, compare, ask and convert traces of any size')
    .description('Reads traces and profiles of many tools: what took the time, SQL, conversion.')
    .addHelpText('after', HELP);
  addTraceInfo(trace, act);
  addTraceReport(trace, act);
  addTraceCompare(trace, act);
  addTraceConvert(trace, act);
  addTraceQuery(trace, act);
};
