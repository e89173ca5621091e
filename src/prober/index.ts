import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, type MessagePort } from 'node:worker_threads';
import { speakForThread, threadChannel } from '../child/two-threads.ts';
import type { ProberApi, ProberEvents } from '../contract/prober-api.ts';
import { connect, type Connection } from '../contract/rpc.ts';
import { createProberApi } from './prober-api.ts';

/** The process of Dyno's own kernels: one thread speaks to the host, the other may sit in a driver for seconds. */
if (isMainThread || parentPort === null) speakForThread(fileURLToPath(import.meta.url));
else serve(parentPort);

function serve(port: MessagePort): void {
  const connection: Connection<ProberEvents, ProberApi> = connect<ProberEvents, ProberApi>(
    threadChannel(port),
    createProberApi((step, done, of) => void connection.remote.onStep(step, done, of)),
    { peer: 'the host', events: ['onStep'] },
  );
}
