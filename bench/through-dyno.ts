/** The same work through the whole of Dyno: core, worker process, store on disk, a listener to the stream. */
import type { BenchRequest, Run } from '../src/contract/run.ts';
import { createNodePorts } from '../src/cli/node-ports.ts';
import { createCore } from '../src/core/index.ts';
import { answer, argumentOf } from './fresh-process.ts';

export interface DynoJob {
  readonly dataFolder: string;
  readonly request: BenchRequest;
}

export interface DynoAnswer {
  readonly run: Run;
  /** Events that reached the listener while it measured. */
  readonly streamed: number;
}

const { dataFolder, request } = argumentOf<DynoJob>();
const core = await createCore(createNodePorts({ dataFolder, debugging: false }));
let streamed = 0;
const ended = new Promise<string>((resolve) => {
  core.subscribe((event) => {
    if (event.type !== 'run-progress') return;
    if (event.progress.phase === 'measuring') streamed += 1;
    const { status, runId } = event.progress;
    if (status !== 'queued' && status !== 'running') resolve(runId);
  });
});
await core.api.startBench(request);
const run = await core.api.getRun(await ended);
await core.close();
answer({ run, streamed } satisfies DynoAnswer);
process.exit(0);
