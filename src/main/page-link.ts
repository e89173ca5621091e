import { ipcMain, MessageChannelMain, type IpcMainEvent, type MessagePortMain } from 'electron';
import type { DynoApi, PageApi, ShellEvent } from '../contract/api.ts';
import { DESKTOP_CONNECT, DESKTOP_PORT } from '../contract/desktop.ts';
import { connect, type Connection } from '../contract/rpc.ts';
import type { Core } from '../core/index.ts';
import type { Log } from '../core/ports.ts';
import { isOwnAddress } from './hardening.ts';

/** Gives each page its own port, and keeps what the shell has to say until a page listens. */
export class PageLink {
  readonly #core: Core;
  readonly #log: Log;
  #current: { readonly page: Connection<PageApi, DynoApi>; end(): void } | null = null;
  #waiting: ShellEvent[] = [];

  constructor(core: Core, log: Log) {
    this.#core = core;
    this.#log = log;
    ipcMain.on(DESKTOP_CONNECT, this.#onConnect);
  }

  send(event: ShellEvent): void {
    if (this.#current) void this.#current.page.remote.onEvent(event);
    else this.#waiting.push(event);
  }

  close(): void {
    ipcMain.off(DESKTOP_CONNECT, this.#onConnect);
    this.#current?.end();
  }

  readonly #onConnect = (event: IpcMainEvent): void => {
    const frame = event.senderFrame;
    if (!frame || frame.parent !== null || !isOwnAddress(frame.url)) {
      this.#log.warn(
        `A page that is not Dyno's asked for a connection: ${frame?.url ?? 'a frame that is gone'}.`,
      );
      return;
    }
    const { port1, port2 } = new MessageChannelMain();
    this.#attach(port1);
    frame.postMessage(DESKTOP_PORT, null, [port2]);
  };

  #attach(port: MessagePortMain): void {
    this.#current?.end();
    const page = connect<PageApi, DynoApi>(
      {
        post: (frame) => port.postMessage(frame),
        onMessage: (listener) => void port.on('message', (message) => listener(message.data)),
      },
      this.#core.api,
      { peer: 'the window', events: ['onEvent'] },
    );
    const unsubscribe = this.#core.subscribe((event) => void page.remote.onEvent(event));
    const link = {
      page,
      end: () => {
        unsubscribe();
        page.close();
        port.close();
        if (this.#current === link) this.#current = null;
      },
    };
    this.#current = link;
    port.once('close', link.end);
    port.start();
    for (const event of this.#waiting.splice(0)) void page.remote.onEvent(event);
  }
}
