/** One run through the whole of Dyno: what was predicted of its worker's memory, and what it took. */
import type { BenchRequest } from '../src/contract/run.ts';
import { createNodePorts } from '../src/cli/node-ports.ts';
import { createCore } from '../src/core/index.ts';
import { answer, argumentOf } from './fresh-process.ts';

export interface MemoryJob {
  readonly dataFolder: string;
  readonly request: BenchRequest;
}

export interface MemoryAnswer {
  readonly predictedBytes: number;
  readonly measuredBytes: number;
}

const { dataFolder, request } = argumentOf<MemoryJob>();
const core = await createCore(createNodePorts({ dataFolder, debugging: false }));
const ended = new Promise<string>((resolve) => {
  core.subscribe((event) => {
    if (event.type !== 'run-progress') return;
    const { status, runId } = event.progress;
    if (status !== 'queued' && status !== 'running') resolve(runId);
  });
});
const { memory } = await core.api.planBench(request);
await core.api.startBench(request);
const run = await core.api.getRun(await ended);
await core.close();
const { resources } = run;
if (run.status !== 'done' || resources?.idleBytes == null)
  throw new Error(`The run ended ${run.status}: ${run.error?.message ?? 'its memory was not measured'}`);
const peaks = Object.values(resources.peakBytes).filter((peak) => peak !== null);
answer({
  predictedBytes: memory.growthBytes,
  measuredBytes: Math.max(...peaks) - resources.idleBytes,
} satisfies MemoryAnswer);
process.exit(0);
