import { Worker, type MessagePort } from 'node:worker_threads';
import type { Channel } from '../contract/rpc.ts';
import { parentChannel } from './parent-channel.ts';
import { endAtOnce, mindManners } from './process-manners.ts';

/**
 * The thread that speaks: starts the same program again as the thread that works, hands frames on between it and the
 * host as they are, and ends with it. Native code then holds up nobody who wants to hear that it is to end.
 */
export function speakForThread(program: string): void {
  mindManners();
  const host = parentChannel(endAtOnce);
  const working = new Worker(program);
  host.onMessage((frame) => working.postMessage(frame));
  working.on('message', (frame: unknown) => host.post(frame));
  working.on('exit', (code) => process.exit(code));
}

/** The working thread's way to the host. */
export function threadChannel(port: MessagePort): Channel {
  return {
    post: (frame) => port.postMessage(frame),
    onMessage: (listener) => void port.on('message', listener),
  };
}
