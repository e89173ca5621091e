import type { BrowserContext } from '@playwright/test';
import WebSocket from 'ws';
import type { DynoApi, PageApi } from '../src/contract/api.ts';
import { createByteCodec } from '../src/contract/codec.ts';
import { connect, type Connection } from '../src/contract/rpc.ts';

/** A second line to the served core, with the page's own cookie: what a page could call, a bench can. */
export async function openLine(context: BrowserContext, url: string): Promise<Connection<DynoApi, PageApi>> {
  const { origin, host } = new URL(url);
  const cookie = (await context.cookies(origin)).map(({ name, value }) => `${name}=${value}`).join('; ');
  const socket = new WebSocket(`ws://${host}/api/socket`, { headers: { cookie, origin } });
  socket.binaryType = 'nodebuffer';
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  const codec = createByteCodec();
  const connection = connect<DynoApi, PageApi>(
    {
      post: (frame) => socket.send(codec.pack(frame)),
      onMessage: (listener) => socket.on('message', (data: Buffer) => listener(codec.unpack(data))),
    },
    { onEvent: () => undefined },
    { peer: 'dyno serve' },
  );
  return {
    remote: connection.remote,
    close(reason) {
      connection.close(reason);
      socket.close();
    },
  };
}
