import type {
  ClockAlignment,
  HardwareCatalog,
  HardwareFrames,
  ProcessTable,
  SamplerHealth,
} from '../../contract/hardware-channels.ts';
import type { HardwareSample } from '../../contract/hardware.ts';
import type { Inventory, SamplerApi, SamplerEvents } from '../../contract/sampler-api.ts';
import type { Milliseconds } from '../../contract/units.ts';
import type { Child, CorePorts } from '../ports.ts';
import { measureAlignment, offsetToApply } from './clock-alignment.ts';
import { FrameRing } from './frame-ring.ts';
import { Glance } from './glance.ts';
import { Wishes } from './wishes.ts';

/** As fast as a status bar can be read. */
const GLANCE_HERTZ = 2;
/** While a run goes on, and what a page or a recording usually asks for. */
export const WATCH_HERTZ = 10;
const REMEMBERED_MS = 120_000;
const REMEMBERED_TICKS = 1000;
const MOST_RESTARTS = 3;
/** One that did well for so long has its restarts back. */
const WELL_AFTER_MS = 180_000;
const INVENTORY_WITHIN_MS = 5000;

type SampleListener = (sample: HardwareSample) => void;

/** Whatever one wants to hear of; frames' times are by the host's monotonic clock. */
export interface HardwareListener {
  onCatalog?(catalog: HardwareCatalog): void;
  onFrames?(frames: HardwareFrames): void;
  onProcesses?(table: ProcessTable): void;
  onHealth?(health: SamplerHealth): void;
}

/** The sampler's process, started when somebody first wants it, and the last of what it saw. */
export class HardwareWatch {
  readonly #ports: Pick<CorePorts, 'launchSampler' | 'log' | 'clock'>;
  readonly #listeners = new Set<SampleListener>();
  readonly #observers = new Set<HardwareListener>();
  readonly #rates = new Wishes<number>(() => this.#setRate());
  readonly #tables = new Wishes<true>(() => this.#followProcesses());
  readonly #ring = new FrameRing(REMEMBERED_TICKS);
  readonly #glance = new Glance(
    (sample) => this.#takeSample(sample),
    () => this.wallMinusMonotonicMs(),
  );
  #recent: HardwareSample[] = [];
  #child: Child<SamplerApi, SamplerEvents> | null = null;
  #launches = 0;
  #hertz = 0;
  #follows = false;
  #watched: number | null = null;
  #catalog: HardwareCatalog | null = null;
  #processes: ProcessTable | null = null;
  #health: SamplerHealth | null = null;
  #alignment: ClockAlignment | null = null;
  #inventory: Promise<Inventory | null> | null = null;
  #closed = false;

  constructor(ports: Pick<CorePorts, 'launchSampler' | 'log' | 'clock'>) {
    this.#ports = ports;
  }

  start(): void {
    if (this.#child !== null || this.#closed || this.#launches > MOST_RESTARTS) return;
    this.#launches += 1;
    const launchedAt = this.#ports.clock.monotonic();
    const child = this.#ports.launchSampler({
      onCatalog: (catalog) => this.#takeCatalog(catalog),
      onFrames: (frames) => this.#takeFrames(frames),
      onProcesses: (table) => {
        this.#processes = table;
        this.#tell((listener) => listener.onProcesses?.(table));
      },
      onHealth: (health) => {
        this.#health = health;
        this.#tell((listener) => listener.onHealth?.(health));
      },
    });
    this.#child = child;
    this.#alignment = null;
    this.#hertz = 0;
    this.#follows = false;
    this.#setRate();
    this.#ask((sampler) => sampler.ownProcesses([process.pid]));
    if (this.#watched !== null) this.#ask((sampler) => sampler.watch(this.#watched));
    this.#followProcesses();
    void child.exited.then(({ code, signal }) => {
      this.#child = null;
      this.#catalog = null;
      if (this.#closed) return;
      this.#ports.log.warn(`The hardware sampler ended (${signal ?? `code ${code}`}).`);
      if (this.#ports.clock.monotonic() - launchedAt > WELL_AFTER_MS) this.#launches = 0;
      this.start();
    });
  }

  /** Which process is the measuring worker; null between runs. While there is one, ticks come at a run's rate. */
  watch(pid: number | null): void {
    this.#watched = pid;
    this.#glance.watch(pid);
    this.#setRate();
    this.#ask((sampler) => sampler.watch(pid));
  }

  /** So many ticks a second at least, until what this gives is called. The highest wish counts. */
  want(hertz: number = WATCH_HERTZ): () => void {
    const release = this.#rates.add(hertz);
    this.start();
    return release;
  }

  /** The table of all processes is read until what this gives is called. */
  wantProcesses(): () => void {
    const release = this.#tables.add(true);
    this.start();
    return release;
  }

  /** Two samples a second, whatever the rate of ticks. */
  listen(listener: SampleListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  observe(listener: HardwareListener): () => void {
    this.#observers.add(listener);
    return () => void this.#observers.delete(listener);
  }

  recent(): readonly HardwareSample[] {
    return this.#recent;
  }

  /** Null until the sampler has looked around. */
  get catalog(): HardwareCatalog | null {
    return this.#catalog;
  }

  /** The last thousand ticks or less, all with the columns of the catalog. */
  frames(): HardwareFrames | null {
    return this.#catalog === null ? null : this.#ring.frames();
  }

  get processes(): ProcessTable | null {
    return this.#processes;
  }

  get health(): SamplerHealth | null {
    return this.#health;
  }

  /** The sampler's clock less ours. Frames are told by ours already. */
  get alignment(): ClockAlignment | null {
    return this.#alignment;
  }

  /** What turns a monotonic time into one of day, as things stand now. */
  wallMinusMonotonicMs(): Milliseconds {
    const { wall, monotonic } = this.#ports.clock;
    return wall() - monotonic();
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

  #setRate(): void {
    const wanted = Math.max(GLANCE_HERTZ, this.#watched === null ? 0 : WATCH_HERTZ, ...this.#rates.all());
    if (this.#child === null || wanted === this.#hertz) return;
    this.#hertz = wanted;
    this.#ask((sampler) => sampler.start(wanted));
  }

  #followProcesses(): void {
    const isWanted = this.#tables.all().length > 0;
    if (this.#child === null || isWanted === this.#follows) return;
    this.#follows = isWanted;
    if (!isWanted) this.#processes = null;
    this.#ask((sampler) => sampler.followProcesses(isWanted));
  }

  #takeCatalog(catalog: HardwareCatalog): void {
    const isFirst = this.#catalog === null;
    this.#catalog = catalog;
    this.#ring.adopt(catalog);
    this.#glance.adopt(catalog);
    this.#tell((listener) => listener.onCatalog?.(catalog));
    // Only now does it answer at once: before, it was still starting.
    if (isFirst) void this.#align();
  }

  async #align(): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    const found = await measureAlignment(
      () => child.connection.remote.clock(),
      () => this.#ports.clock.monotonic(),
    );
    if (child === this.#child) this.#alignment = found;
  }

  #takeFrames(told: HardwareFrames): void {
    const offset = offsetToApply(this.#alignment);
    const frames = offset === 0 ? told : { ...told, atMs: told.atMs.map((at) => at - offset) };
    this.#ring.push(frames);
    this.#glance.take(frames);
    this.#tell((listener) => listener.onFrames?.(frames));
  }

  #takeSample(sample: HardwareSample): void {
    const oldest = sample.at - REMEMBERED_MS;
    this.#recent = [...this.#recent.filter(({ at }) => at >= oldest), sample];
    for (const listener of this.#listeners) listener(sample);
  }

  #tell(say: (listener: HardwareListener) => void): void {
    for (const listener of this.#observers) say(listener);
  }

  #ask(question: (sampler: SamplerApi) => Promise<unknown>): void {
    const remote = this.#child?.connection.remote;
    if (remote !== undefined) question(remote).catch((error: unknown) => this.#complain(error));
  }

  #complain(error: unknown): void {
    if (!this.#closed) this.#ports.log.debug(`The hardware sampler did not answer: ${String(error)}`);
  }
}
