import { openStore } from './open-store.ts';
import { currentOwner } from './owner.ts';

// A program of its own that records without end, until it is killed in the middle of it.
const [folder = ''] = process.argv.slice(2);
const store = openStore({ folder, wallNow: () => Date.now() });
store.insertRecording(
  {
    id: 'killed',
    name: '',
    runId: null,
    startedAt: 1000,
    endedAt: null,
    hertz: 10,
    sampleCount: 0,
    originMs: 0,
    clocks: { sampler: null, worker: null },
    devices: [],
    channels: [],
    sources: [],
    health: null,
    deletedAt: null,
  },
  currentOwner(),
);
for (let block = 0; ; block += 1) {
  store.appendRecordingBlock('killed', {
    columns: [0],
    atMs: Float64Array.of(block * 2, block * 2 + 1),
    values: Float64Array.of(1, 2),
    marks: new Uint8Array(2),
  });
  if (block === 50) process.send?.(102);
  await new Promise((resolve) => setImmediate(resolve));
}
