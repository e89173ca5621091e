import { createByteCodec } from '../../contract/codec.ts';
import { DESKTOP_CONNECT, DESKTOP_PORT } from '../../contract/desktop.ts';
import type { Channel } from '../../contract/rpc.ts';

/** An open line to the core, and word of its end. */
export interface Line extends Channel {
  close(): void;
  readonly closed: Promise<void>;
}

/** Rejects with this where the core answered, but not to us: waiting does not help. */
export class Refused extends Error {}

const HANDSHAKE_MS = 5000;

/** On the desktop the preload answers with a port; a message lost before it listened is asked for again. */
export function openPort(): Promise<Line> {
  return new Promise((resolve, reject) => {
    const ask = (): void => window.postMessage(DESKTOP_CONNECT, location.origin);
    const again = setInterval(ask, 250);
    const late = setTimeout(
      () => end(() => reject(new Error('The application did not answer.'))),
      HANDSHAKE_MS,
    );
    const end = (then: () => void): void => {
      clearInterval(again);
      clearTimeout(late);
      window.removeEventListener('message', receive);
      then();
    };
    const receive = (event: MessageEvent<unknown>): void => {
      const port = event.ports[0];
      if (event.source !== window || event.data !== DESKTOP_PORT || port === undefined) return;
      end(() => resolve(lineOverPort(port)));
    };
    window.addEventListener('message', receive);
    ask();
  });
}

function lineOverPort(port: MessagePort): Line {
  const closed = new Promise<void>((resolve) => {
    port.addEventListener('close', () => resolve(), { once: true });
  });
  return {
    post: (frame) => port.postMessage(frame),
    onMessage: (listener) => {
      port.addEventListener('message', (event) => listener(event.data));
      port.start();
    },
    close: () => port.close(),
    closed,
  };
}

export async function openSocket(): Promise<Line> {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const socket = new WebSocket(`${scheme}://${location.host}/api/socket`);
  socket.binaryType = 'arraybuffer';
  try {
    await opened(socket);
  } catch (error) {
    throw (await isUnauthorized()) ? new Refused('The server does not know this browser.') : error;
  }
  const codec = createByteCodec();
  return {
    post: (frame) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(codec.pack(frame) as Uint8Array<ArrayBuffer>);
    },
    onMessage: (listener) => {
      socket.addEventListener('message', (event: MessageEvent<ArrayBuffer>) => {
        listener(codec.unpack(new Uint8Array(event.data)));
      });
    },
    close: () => socket.close(),
    closed: new Promise((resolve) => socket.addEventListener('close', () => resolve(), { once: true })),
  };
}

function opened(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => socket.close(), HANDSHAKE_MS);
    socket.addEventListener('open', () => {
      clearTimeout(late);
      resolve();
    });
    socket.addEventListener('close', () => {
      clearTimeout(late);
      reject(new Error('The server did not answer.'));
    });
  });
}

/** A browser hides why a WebSocket was refused; a plain request to the same server tells. */
async function isUnauthorized(): Promise<boolean> {
  try {
    const { status } = await fetch('/', { method: 'HEAD', cache: 'no-store' });
    return status === 401 || status === 403;
  } catch {
    return false;
  }
}
