import { createCore } from '../index.ts';
import { forkedPorts } from './forked-ports.test-support.ts';

// A program of its own that measures until it is killed: it tells its parent the run and its worker.
const [folder = ''] = process.argv.slice(2);
const ports = forkedPorts(folder);
const core = await createCore(ports);
core.subscribe((event) => {
  if (event.type !== 'run-progress' || event.progress.iterationsDone === 0) return;
  process.send?.({ runId: event.progress.runId, workerPid: ports.workers[0]?.pid });
});
await core.api.startBench({
  model: { kind: 'demo', location: 'demo:mlp-tiny' },
  durationMs: 600_000,
  threads: 1,
});
await core.api.startBench({ model: { kind: 'demo', location: 'demo:mlp-tiny' }, iterations: 3 });
