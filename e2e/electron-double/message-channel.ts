import { refusal, strict, StrictEmitter } from './strict.ts';

/** The other side of a port: another port in this process, or one in a page. */
interface Far {
  deliver(data: unknown): void;
  gone(): void;
}

/** Real Electron: nothing arrives before start(), and everything is copied. */
export class MessagePortMain extends StrictEmitter {
  #far: Far | null = null;
  #queue: unknown[] = [];
  #started = false;
  #closed = false;
  #sentAway = false;

  constructor() {
    super('MessagePortMain', ['message', 'close']);
  }

  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    if (this.#sentAway) throw refusal('this port was transferred and cannot be used here any more');
    assertOnlyPorts(transfer);
    if (transfer.length > 0) throw refusal('a port sent over a port is not implemented');
    const copy: unknown = structuredClone(message);
    if (!this.#closed) this.#far?.deliver(copy);
  }

  start(): void {
    this.#started = true;
    for (const data of this.#queue.splice(0)) this.#emitMessage(data);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#far?.gone();
    this.#far = null;
  }

  /** For the double: what becomes of this end when it is transferred to a page. */
  sendAway(page: Far): { deliver(data: unknown): void; gone(): void; readonly closed: boolean } {
    if (this.#sentAway) throw refusal('a port can be transferred only once');
    if (this.#started) throw refusal('a port that was started cannot be transferred');
    this.#sentAway = true;
    const waiting = this.#queue.splice(0);
    const other = this.#far;
    this.receive = (data) => page.deliver(data);
    this.lose = () => page.gone();
    for (const data of waiting) page.deliver(data);
    return { deliver: (data) => other?.deliver(data), gone: () => other?.gone(), closed: this.#closed };
  }

  join(far: Far): void {
    this.#far = far;
  }

  receive = (data: unknown): void => {
    if (this.#started) this.#emitMessage(data);
    else this.#queue.push(data);
  };

  lose = (): void => {
    if (this.#closed) return;
    this.#closed = true;
    this.#far = null;
    this.emit('close');
  };

  #emitMessage(data: unknown): void {
    if (!this.#closed) this.emit('message', { data, ports: [] });
  }
}

const bare = new WeakMap<object, MessagePortMain>();

/** The port behind what the application holds; a refusal for anything that is no port. */
export function bareOf(value: unknown): MessagePortMain {
  const port = typeof value === 'object' && value !== null ? bare.get(value) : undefined;
  if (!port)
    throw new TypeError('electron double: only ports can be transferred, "Invalid value for transfer"');
  return port;
}

export function assertOnlyPorts(transfer: readonly unknown[]): void {
  for (const item of transfer) bareOf(item);
}

function join(a: MessagePortMain, b: MessagePortMain): void {
  const toward = (port: MessagePortMain): Far => ({
    deliver: (data) => setImmediate(() => port.receive(data)),
    gone: () => setImmediate(() => port.lose()),
  });
  a.join(toward(b));
  b.join(toward(a));
}

export class MessageChannelMain {
  readonly port1: MessagePortMain;
  readonly port2: MessagePortMain;

  constructor() {
    const a = new MessagePortMain();
    const b = new MessagePortMain();
    join(a, b);
    this.port1 = strict('MessagePortMain', a);
    this.port2 = strict('MessagePortMain', b);
    bare.set(this.port1, a);
    bare.set(this.port2, b);
  }
}
