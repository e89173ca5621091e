import type { WebSocket } from 'ws';
import type { CoreEvent, DynoApi, PageApi } from '../../contract/api.ts';
import { createByteCodec } from '../../contract/codec.ts';
import { connect } from '../../contract/rpc.ts';
import type { Log } from '../../core/ports.ts';
import { readFrame, tooManyCalls } from './frames.ts';
import type { Limits } from './limits.ts';

/** RFC 6455, 7.4.1. */
const CLOSE = { unsupportedData: 1003, invalidPayload: 1007 } as const;

export interface PageSocket {
  send(event: CoreEvent): void;
}

/** One page on the other end of a WebSocket. Whatever it sends, the worst that follows is its own end. */
export function attachPage(socket: WebSocket, api: DynoApi, limits: Limits, log: Log): PageSocket {
  const codec = createByteCodec();
  const waiting = new Set<string>();

  const post = (frame: unknown): void => {
    if (socket.readyState !== socket.OPEN) return;
    // A page that calls but never reads would fill our memory with its answers.
    if (socket.bufferedAmount > limits.lostBytes) return socket.terminate();
    const bytes = pack(frame);
    if (bytes) socket.send(bytes);
  };
  const pack = (frame: unknown): Uint8Array | null => {
    try {
      return codec.pack(frame);
    } catch (error) {
      log.error('An answer could not be written', error);
      socket.close(1011, 'An answer could not be written.');
      return null;
    }
  };

  const connection = connect<PageApi, DynoApi>(
    {
      post(frame) {
        const answer = readFrame(frame);
        if (answer?.t === 's') waiting.delete(answer.i);
        post(frame);
      },
      onMessage(listener) {
        socket.on('message', (data, isBinary) => {
          if (!isBinary) return socket.close(CLOSE.unsupportedData, 'Only binary messages are read here.');
          const frame = unpack(codec, asBytes(data));
          if (!frame) return socket.close(CLOSE.invalidPayload, 'That is no message of Dyno.');
          if (frame.t === 'q' && frame.i) {
            if (waiting.size >= limits.callsAtOnce) {
              return post({ t: 's', i: frame.i, e: tooManyCalls(limits.callsAtOnce) });
            }
            waiting.add(frame.i);
          }
          listener(frame);
        });
      },
    },
    api,
    { peer: 'the page', events: ['onEvent'] },
  );
  socket.once('close', () => connection.close());
  keepAlive(socket, limits.pingMs);

  return {
    send(event) {
      if (socket.bufferedAmount > limits.lagBytes && mayBeMissed(event)) return;
      connection.remote
        .onEvent(event)
        .catch((error: unknown) => log.debug(`event not sent: ${String(error)}`));
    },
  };
}

/** A sample or a step that a slow page misses is followed by the next; the end of a run is not. */
function mayBeMissed(event: CoreEvent): boolean {
  if (event.type === 'hardware') return true;
  return event.type === 'run-progress' && event.progress.status === 'running';
}

function unpack(codec: ReturnType<typeof createByteCodec>, bytes: Uint8Array): ReturnType<typeof readFrame> {
  try {
    return readFrame(codec.unpack(bytes));
  } catch {
    return null;
  }
}

function asBytes(data: Buffer | ArrayBuffer | Buffer[]): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}

/** A laptop that was shut says no goodbye. */
function keepAlive(socket: WebSocket, everyMs: number): void {
  let answered = true;
  socket.on('pong', () => {
    answered = true;
  });
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, everyMs);
  timer.unref();
  socket.once('close', () => clearInterval(timer));
}
