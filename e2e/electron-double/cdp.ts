import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';

type Json = Record<string, unknown>;

export interface CdpEvent {
  readonly method: string;
  readonly params: Json;
  readonly sessionId?: string;
}

/**
 * Chromium with the DevTools protocol on a pipe, which also ends it when this process dies; a port beside it lets
 * the test runner see the same pages.
 */
export class Chromium extends EventEmitter<{ event: [CdpEvent] }> {
  readonly #process: ChildProcess;
  readonly #pending = new Map<
    number,
    { resolve(result: Json): void; reject(error: Error): void; method: string }
  >();
  readonly exited: Promise<void>;
  #lastId = 0;

  constructor(
    executable: string,
    profile: string,
    window: { readonly width: number; readonly height: number },
  ) {
    super();
    this.#process = spawn(
      executable,
      [...FLAGS, `--user-data-dir=${profile}`, `--window-size=${window.width},${window.height}`],
      {
        stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
      },
    );
    this.exited = new Promise((resolve) => {
      this.#process.once('exit', () => resolve());
      this.#process.once('error', () => resolve());
    });
    void this.exited.then(() => this.#failPending());
    this.#input.on('error', () => undefined);
    this.#read(this.#process.stdio[4] as Readable);
  }

  get #input(): Writable {
    return this.#process.stdio[3] as Writable;
  }

  send<T extends Json = Json>(method: string, params: Json = {}, sessionId?: string): Promise<T> {
    const id = (this.#lastId += 1);
    return new Promise<T>((resolve, reject) => {
      this.#pending.set(id, { resolve: resolve as (result: Json) => void, reject, method });
      this.#input.write(`${JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) })}\0`);
    });
  }

  async close(): Promise<void> {
    this.send('Browser.close').catch(() => undefined);
    const impatient = setTimeout(() => this.#process.kill('SIGKILL'), 5000);
    await this.exited;
    clearTimeout(impatient);
  }

  #read(output: Readable): void {
    let rest: Buffer[] = [];
    output.on('data', (bytes: Buffer) => {
      let start = 0;
      for (let end = bytes.indexOf(0, start); end >= 0; end = bytes.indexOf(0, start)) {
        const text = Buffer.concat([...rest, bytes.subarray(start, end)]).toString('utf8');
        rest = [];
        start = end + 1;
        this.#take(
          JSON.parse(text) as CdpEvent & { id?: number; result?: Json; error?: { message: string } },
        );
      }
      if (start < bytes.length) rest.push(bytes.subarray(start));
    });
  }

  #take(message: CdpEvent & { id?: number; result?: Json; error?: { message: string } }): void {
    if (message.id === undefined) {
      this.emit('event', message);
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.error) pending?.reject(new Error(`${pending.method}: ${message.error.message}`));
    else pending?.resolve(message.result ?? {});
  }

  #failPending(): void {
    for (const { reject, method } of this.#pending.values()) reject(new Error(`${method}: Chromium is gone`));
    this.#pending.clear();
  }
}

const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-startup-window',
  '--disable-background-networking',
  '--disable-sync',
  '--disable-component-update',
  '--disable-dev-shm-usage',
  '--disable-features=Translate,MediaRouter,OptimizationHints',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--password-store=basic',
  // Nothing outside this machine: what the policy of the page lets through must still not leave it.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  '--remote-debugging-pipe',
  '--remote-debugging-port=0',
];
