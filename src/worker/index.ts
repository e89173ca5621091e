import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData, type MessagePort } from 'node:worker_threads';
import { speakForThread, threadChannel } from '../child/two-threads.ts';
import type { WorkerApi, WorkerEvents } from '../contract/worker-api.ts';
import { connect, type Connection } from '../contract/rpc.ts';
import { isSessionTask, serveSession } from './scenario/session-thread.ts';
import { createWorkerApi } from './worker-api.ts';

/**
 * Two threads: this one speaks to the host, the other measures. A pipe to another process in the event loop that
 * measures costs a model of 20 µs two percent, and packing samples for it costs more; a thread of its own has neither.
 * What passes between host and measuring thread is handed on as it is. A scenario has a third kind: one thread for
 * each of its sessions.
 */
const program = fileURLToPath(import.meta.url);
if (isMainThread || parentPort === null) speakForThread(program);
else if (isSessionTask(workerData)) void serveSession(workerData, parentPort);
else serve(parentPort);

function serve(port: MessagePort): void {
  const connection: Connection<WorkerEvents, WorkerApi> = connect<WorkerEvents, WorkerApi>(
    threadChannel(port),
    createWorkerApi(
      {
        onPhase: (phase, phases) => void connection.remote.onPhase(phase, phases),
        onWarmup: (done) => void connection.remote.onWarmup(done),
        onMeasuring: (beganAtMs) => void connection.remote.onMeasuring(beganAtMs),
        onSamples: (batch) => void connection.remote.onSamples(batch),
        onMeasured: (result) => void connection.remote.onMeasured(result),
        onProfileSlice: (slice) => void connection.remote.onProfileSlice(slice),
        onWarning: (warning) => void connection.remote.onWarning(warning),
      },
      (task) => new Worker(program, { workerData: task }),
    ),
    {
      peer: 'the host',
      events: [
        'onPhase',
        'onWarmup',
        'onMeasuring',
        'onSamples',
        'onMeasured',
        'onProfileSlice',
        'onWarning',
      ],
    },
  );
}
