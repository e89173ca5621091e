import { setTimeout as delay } from 'node:timers/promises';
import { DynoError, type ErrorDetails } from '../../contract/errors.ts';
import type { TraceInfo, TraceProgress, TraceWindow } from '../../contract/trace.ts';
import { TraceImport, type ImportSurroundings } from './trace-import.ts';
import type { TraceFile } from './trace-id.ts';
import type { Importer } from './trace-processes.ts';

/** Each takes a core and more, and memory: others wait in line. */
const MOST_AT_ONCE = 2;
const LOOK_AGAIN_MS = 250;
const MOST_REMEMBERED = 1000;

export interface ImportsSurroundings extends ImportSurroundings {
  /** While this program measures nothing is read. */
  isMeasuring(): boolean;
  onRead(info: TraceInfo, child: Importer): void;
}

/** All that is being read, in the order in which it was asked for, and how the last ones ended. */
export class TraceImports {
  readonly #around: ImportsSurroundings;
  readonly #waiting: TraceImport[] = [];
  readonly #running = new Set<TraceImport>();
  readonly #byId = new Map<string, TraceImport>();
  readonly #ended = new Map<string, TraceProgress>();
  readonly #ends = new Map<string, (() => void)[]>();
  readonly #listeners = new Set<(progress: TraceProgress) => void>();
  #work: Promise<void> = Promise.resolve();
  #isWatching = false;
  #isClosed = false;

  constructor(around: ImportsSurroundings) {
    this.#around = around;
  }

  /** The one that reads this already, or a new one. */
  begin(file: TraceFile, window: TraceWindow | null): TraceProgress {
    const under = this.#byId.get(file.id);
    if (under !== undefined) return under.progress;
    const started = new TraceImport(file, window, {
      ...this.#around,
      onProgress: (progress) => this.#told(progress),
      onPreview: (id, spans) => this.#around.onPreview(id, spans),
    });
    this.#byId.set(file.id, started);
    this.#ended.delete(file.id);
    this.#waiting.push(started);
    this.#told(started.progress);
    this.#next();
    return started.progress;
  }

  /** Of one that is being read, or was not read to its end; null for any other. */
  progressOf(id: string): TraceProgress | null {
    return this.#byId.get(id)?.progress ?? this.#ended.get(id) ?? null;
  }

  /** Resolves when nothing of it is left. */
  async stop(id: string): Promise<void> {
    const under = this.#byId.get(id);
    if (under === undefined) return;
    under.stop();
    const place = this.#waiting.indexOf(under);
    if (place >= 0) {
      this.#waiting.splice(place, 1);
      await under.run();
      this.#over(under);
      return;
    }
    await this.#endOf(id);
  }

  /** Rejects with what made it fail. */
  async ready(id: string, onProgress?: (progress: TraceProgress) => void): Promise<void> {
    const listen = (progress: TraceProgress): void => {
      if (progress.id === id) onProgress?.(progress);
    };
    this.#listeners.add(listen);
    try {
      const now = this.progressOf(id);
      if (now !== null) onProgress?.(now);
      await this.#endOf(id);
    } finally {
      this.#listeners.delete(listen);
    }
    const end = this.#ended.get(id);
    if (end !== undefined) throw endedWithout(end);
  }

  forget(id: string): void {
    this.#ended.delete(id);
  }

  /** Before a measurement: whatever reads sleeps until it is over. */
  makeWay(): void {
    for (const running of this.#running) running.pause();
    this.#watch();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#byId.keys()].map((id) => this.stop(id)));
    await this.#work;
  }

  #next(): void {
    if (this.#isClosed) return;
    if (this.#around.isMeasuring()) {
      this.#watch();
      return;
    }
    while (this.#running.size < MOST_AT_ONCE) {
      const started = this.#waiting.shift();
      if (started === undefined) return;
      this.#running.add(started);
      void this.#run(started);
    }
  }

  async #run(started: TraceImport): Promise<void> {
    const read = await started.run();
    this.#running.delete(started);
    if (read !== null) this.#around.onRead(read.info, read.child);
    this.#over(started);
    if (read !== null) started.tellReady();
    this.#next();
  }

  #over(started: TraceImport): void {
    const { id } = started.file;
    this.#byId.delete(id);
    const { progress } = started;
    if (progress.phase === 'failed' || progress.phase === 'stopped') this.#remember(progress);
    for (const resolve of this.#ends.get(id) ?? []) resolve();
    this.#ends.delete(id);
  }

  #remember(progress: TraceProgress): void {
    this.#ended.set(progress.id, progress);
    const [oldest] = this.#ended.keys();
    if (this.#ended.size > MOST_REMEMBERED && oldest !== undefined) this.#ended.delete(oldest);
  }

  #endOf(id: string): Promise<void> {
    if (!this.#byId.has(id)) return Promise.resolve();
    return new Promise((resolve) => this.#ends.set(id, [...(this.#ends.get(id) ?? []), resolve]));
  }

  #told(progress: TraceProgress): void {
    this.#around.onProgress(progress);
    for (const listener of this.#listeners) listener(progress);
  }

  /** Looks whether the measurement is over, for as long as something waits for that. */
  #watch(): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    this.#work = (async () => {
      do await delay(LOOK_AGAIN_MS);
      while (this.#around.isMeasuring() && !this.#isClosed);
      this.#isWatching = false;
      for (const running of this.#running) running.resume();
      this.#next();
    })();
  }
}

function endedWithout({ phase, error, path }: TraceProgress): DynoError {
  const details: ErrorDetails = error ?? {
    code: 'TRACE_NOT_FOUND',
    message: phase === 'stopped' ? 'The reading of this trace was stopped.' : 'This trace was not read.',
    subject: path,
    nextStep: 'Open it again.',
  };
  return new DynoError(details);
}
