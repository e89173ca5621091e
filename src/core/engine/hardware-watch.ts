import type { HardwareSample } from '../../contract/hardware.ts';
import type { Inventory, SamplerApi, SamplerEvents } from '../../contract/sampler-api.ts';
import type { Child, CorePorts } from '../ports.ts';

const HERTZ = 2;
const REMEMBERED_MS = 120_000;
const MOST_RESTARTS = 3;
const INVENTORY_WITHIN_MS = 5000;

type Listener = (sample: HardwareSample) => void;

/** The sampler's process, started when somebody first wants it, and the last two minutes of what it saw. */
export class HardwareWatch {
  readonly #ports: Pick<CorePorts, 'launchSampler' | 'log' | 'clock'>;
  readonly #listeners = new Set<Listener>();
  #recent: HardwareSample[] = [];
  #child: Child<SamplerApi, SamplerEvents> | null = null;
  #launches = 0;
  #watched: number | null = null;
  #inventory: Promise<Inventory | null> | null = null;
  #closed = false;

  constructor(ports: Pick<CorePorts, 'launchSampler' | 'log' | 'clock'>) {
    this.#ports = ports;
  }

  start(): void {
    if (this.#child !== null || this.#closed || this.#launches > MOST_RESTARTS) return;
    this.#launches += 1;
    const child = this.#ports.launchSampler({
      onSample: (sample) => this.#take(sample),
      onCatalog: () => undefined,
      onFrames: () => undefined,
      onProcesses: () => undefined,
      onHealth: () => undefined,
    });
    this.#child = child;
    const { remote } = child.connection;
    remote.start(HERTZ).catch((error: unknown) => this.#complain(error));
    if (this.#watched !== null) this.watch(this.#watched);
    void child.exited.then(({ code, signal }) => {
      this.#child = null;
      if (this.#closed) return;
      this.#ports.log.warn(`The hardware sampler ended (${signal ?? `code ${code}`}).`);
      this.start();
    });
  }

  /** Which process is the measuring worker; null between runs. */
  watch(pid: number | null): void {
    this.#watched = pid;
    this.#child?.connection.remote.watch(pid).catch((error: unknown) => this.#complain(error));
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  recent(): readonly HardwareSample[] {
    return this.#recent;
  }

  /** What the machine is; null where that cannot be found out soon. Asked for once. */
  inventory(): Promise<Inventory | null> {
    this.#inventory ??= this.#askInventory().then((known) => {
      if (known === null) this.#inventory = null;
      return known;
    });
    return this.#inventory;
  }

  async #askInventory(): Promise<Inventory | null> {
    this.start();
    if (this.#child === null) return null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), INVENTORY_WITHIN_MS);
    });
    try {
      return await Promise.race([this.#child.connection.remote.inventory(), late]);
    } catch (error) {
      this.#complain(error);
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    this.#closed = true;
    this.#child?.kill();
  }

  #take(sample: HardwareSample): void {
    const oldest = sample.at - REMEMBERED_MS;
    this.#recent = [...this.#recent.filter(({ at }) => at >= oldest), sample];
    for (const listener of this.#listeners) listener(sample);
  }

  #complain(error: unknown): void {
    if (!this.#closed) this.#ports.log.debug(`The hardware sampler did not answer: ${String(error)}`);
  }
}
