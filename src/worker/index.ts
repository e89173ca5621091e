import { parentChannel } from '../child/parent-channel.ts';
import type { WorkerApi, WorkerEvents } from '../contract/worker-api.ts';
import { connect, type Connection } from '../contract/rpc.ts';
import { mindManners } from './process-manners.ts';
import { createWorkerApi } from './worker-api.ts';

mindManners();

const connection: Connection<WorkerEvents, WorkerApi> = connect<WorkerEvents, WorkerApi>(
  parentChannel(),
  createWorkerApi({
    onPhase: (phase, phases) => void connection.remote.onPhase(phase, phases),
    onWarmup: (done) => void connection.remote.onWarmup(done),
    onSamples: (batch) => void connection.remote.onSamples(batch),
    onWarning: (warning) => void connection.remote.onWarning(warning),
  }),
  { peer: 'the host', events: ['onPhase', 'onWarmup', 'onSamples', 'onWarning'] },
);
