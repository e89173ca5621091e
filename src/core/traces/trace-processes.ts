import { asDynoError } from '../../contract/errors.ts';
import type { ImporterApi, ImporterEvents } from '../../contract/importer-api.ts';
import type { Child, CorePorts } from '../ports.ts';
import { importerCrashed } from './importer-death.ts';

export type Importer = Child<ImporterApi, ImporterEvents>;

const MOST_OPEN = 4;

interface OpenTrace {
  readonly child: Importer;
  readonly ready: Promise<unknown>;
  calls: number;
}

/** The processes that hold traces open: a few, the least recently used gives way, and one that died is started again. */
export class TraceProcesses {
  readonly #launch: CorePorts['launchImporter'];
  readonly #mostOpen: number;
  /** The least recently used first. */
  readonly #open = new Map<string, OpenTrace>();

  constructor(launch: CorePorts['launchImporter'], mostOpen = MOST_OPEN) {
    this.#launch = launch;
    this.#mostOpen = mostOpen;
  }

  /** Asks the process of a trace, which is started where there is none. */
  async ask<T>(id: string, folder: string, ask: (importer: ImporterApi) => Promise<T>): Promise<T> {
    const trace = this.#open.get(id) ?? this.#start(id, folder);
    this.#used(id, trace);
    trace.calls += 1;
    try {
      await trace.ready;
      return await ask(trace.child.connection.remote as unknown as ImporterApi);
    } catch (thrown) {
      const error = asDynoError(thrown, folder);
      throw error.code === 'CONNECTION_LOST' ? importerCrashed(await trace.child.exited, folder) : error;
    } finally {
      trace.calls -= 1;
      this.#makeRoom();
    }
  }

  /** Takes over the process that has just built an index and holds it open. */
  adopt(id: string, child: Importer): void {
    const former = this.#open.get(id);
    this.#add(id, { child, ready: Promise.resolve(), calls: 0 });
    former?.child.kill();
    this.#makeRoom();
  }

  has(id: string): boolean {
    return this.#open.has(id);
  }

  get pids(): readonly number[] {
    return [...this.#open.values()].flatMap(({ child: { pid } }) => (pid === undefined ? [] : [pid]));
  }

  async close(id: string): Promise<void> {
    const trace = this.#open.get(id);
    if (trace === undefined) return;
    this.#open.delete(id);
    trace.child.kill();
    await trace.child.exited;
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((id) => this.close(id)));
  }

  #start(id: string, folder: string): OpenTrace {
    const child = this.#launch({ onProgress: () => undefined, onPreview: () => undefined });
    const ready = child.connection.remote.openIndex(folder);
    const trace: OpenTrace = { child, ready, calls: 0 };
    ready.catch(() => {
      // An index that cannot be opened is asked for again: it may have been made anew.
      if (this.#open.get(id) === trace) void this.close(id);
    });
    this.#add(id, trace);
    return trace;
  }

  #add(id: string, trace: OpenTrace): void {
    this.#open.set(id, trace);
    void trace.child.exited.then(() => {
      if (this.#open.get(id) === trace) this.#open.delete(id);
    });
  }

  #used(id: string, trace: OpenTrace): void {
    this.#open.delete(id);
    this.#open.set(id, trace);
  }

  #makeRoom(): void {
    for (const [id, { calls }] of [...this.#open]) {
      if (this.#open.size <= this.#mostOpen) return;
      if (calls === 0) void this.close(id);
    }
  }
}
