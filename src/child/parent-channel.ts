import type { Channel } from '../contract/rpc.ts';

/** Electron's utility process speaks through process.parentPort, a forked Node process through process.send. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

/**
 * The way from a child process to its host, whichever host that is. When the host goes, so does the child: a
 * forked process ends with its channel, as it says itself, and Electron kills its utility processes.
 */
export function parentChannel(end: () => void = () => process.exit(0)): Channel {
  const port = (process as NodeJS.Process & { parentPort?: ParentPort }).parentPort;
  if (port) {
    return {
      post: (frame) => port.postMessage(frame),
      onMessage: (listener) => port.on('message', (event) => listener(event.data)),
    };
  }
  if (!process.send) throw new Error('This program is a part of Dyno and is started by it, not by hand.');
  process.on('disconnect', end);
  // A terminal sends Ctrl-C to the whole group: what becomes of the measurement is the host's to say.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  return {
    post: (frame) => {
      // A host that is going is no fault of ours: "disconnect" says so in its turn.
      process.send?.(frame, undefined, undefined, () => undefined);
    },
    onMessage: (listener) => {
      process.on('message', listener);
    },
  };
}
