import { asDynoError, type DynoError } from '../../contract/errors.ts';
import type { ImporterEvents, ImportJob } from '../../contract/importer-api.ts';
import type { SpanTable } from '../../contract/spans.ts';
import type { TraceInfo, TraceProgress, TraceWindow } from '../../contract/trace.ts';
import type { CorePorts } from '../ports.ts';
import { importerCrashed } from './importer-death.ts';
import type { TraceFile } from './trace-id.ts';
import type { Importer } from './trace-processes.ts';
import type { TraceShelf } from './trace-shelf.ts';

/** Unfolded bytes that no trace comes near: what grows beyond is no trace. */
const MOST_UNFOLDED_BYTES = 256 * 1024 ** 3;
/** Before that a guess of what is left would be worth nothing. */
const GUESS_AFTER_MS = 300;
const INDEXING_SHARE = 0.3;

export interface ImportSurroundings {
  readonly launch: CorePorts['launchImporter'];
  readonly shelf: TraceShelf;
  readonly clock: CorePorts['clock'];
  onProgress(progress: TraceProgress): void;
  onPreview(id: string, spans: SpanTable): void;
}

/** One trace being read into its index by a process of its own. */
export class TraceImport {
  readonly file: TraceFile;
  readonly #around: ImportSurroundings;
  readonly #window: TraceWindow | null;
  readonly #begunMs: number;
  /** The first word from the process: its start says nothing of its pace. */
  #pace: { readonly fromMs: number; readonly fromBytes: number } | null = null;
  #progress: TraceProgress;
  #child: Importer | null = null;
  #isStopped = false;
  #isPaused = false;
  #phaseBefore: TraceProgress['phase'] = 'reading';

  constructor(file: TraceFile, window: TraceWindow | null, around: ImportSurroundings) {
    this.file = file;
    this.#window = window;
    this.#around = around;
    this.#begunMs = around.clock.monotonic();
    this.#progress = {
      id: file.id,
      path: file.path,
      phase: 'waiting',
      readBytes: 0,
      totalBytes: file.sizeBytes,
      spans: 0,
      elapsedMs: 0,
      remainingMs: null,
      error: null,
    };
  }

  get progress(): TraceProgress {
    return { ...this.#progress, elapsedMs: this.#elapsedMs };
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** The process that holds the trace open when it is read; null where it failed or was stopped. Never rejects. */
  async run(): Promise<{ readonly info: TraceInfo; readonly child: Importer } | null> {
    if (this.#isStopped) return this.#end('stopped', null);
    const { shelf } = this.#around;
    let building: string | null = null;
    try {
      this.#tell({ phase: this.#isPaused ? 'waiting' : 'reading' });
      building = await shelf.beginBuilding(this.file.id);
      const info = await this.#import(building);
      const child = this.#child;
      return child === null ? null : { info, child };
    } catch (thrown) {
      this.#child?.kill();
      await this.#child?.exited;
      if (building !== null) await shelf.dropBuilding(building);
      return this.#isStopped
        ? this.#end('stopped', null)
        : this.#end('failed', asDynoError(thrown, this.file.path));
    }
  }

  /** Told once whoever asks on hearing it will be answered. */
  tellReady(): void {
    this.#tell({ phase: 'ready', readBytes: this.#progress.totalBytes });
  }

  stop(): void {
    this.#isStopped = true;
    this.#child?.kill();
  }

  /** Puts the process to sleep where the system can: a measurement beside it would measure it too. */
  pause(): void {
    if (this.#isPaused) return;
    this.#isPaused = true;
    this.#phaseBefore = this.#progress.phase;
    if (this.#signal('SIGSTOP')) this.#tell({ phase: 'waiting' });
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    // The time asleep is none of its pace.
    this.#pace = null;
    if (this.#signal('SIGCONT')) this.#tell({ phase: this.#phaseBefore });
  }

  async #import(buildingFolder: string): Promise<TraceInfo> {
    const { id, path } = this.file;
    const { shelf, launch } = this.#around;
    const events: ImporterEvents = {
      onProgress: ({ phase, readBytes, totalBytes, spans }) => {
        if (!this.#isStopped && !this.#isPaused) this.#tell({ phase, readBytes, totalBytes, spans });
      },
      onPreview: (spans) => {
        if (!this.#isStopped) this.#around.onPreview(id, spans);
      },
    };
    const job: ImportJob = {
      id,
      path,
      window: this.#window,
      folder: shelf.indexFolder(id),
      buildingFolder,
      mostBytes: MOST_UNFOLDED_BYTES,
    };
    if (this.#isStopped) throw new Error('Stopped before it began.');
    const child = launch(events);
    this.#child = child;
    if (this.#isPaused) this.#signal('SIGSTOP');
    try {
      return await child.connection.remote.importTrace(job);
    } catch (thrown) {
      const error = asDynoError(thrown, path);
      throw error.code === 'CONNECTION_LOST' ? importerCrashed(await child.exited, path) : error;
    }
  }

  #tell(change: Partial<TraceProgress>): void {
    const progress = { ...this.#progress, ...change, elapsedMs: this.#elapsedMs };
    this.#progress = { ...progress, remainingMs: this.#remainingMs(progress) };
    this.#around.onProgress(this.#progress);
  }

  #end(phase: 'failed' | 'stopped', error: DynoError | null): null {
    this.#tell({ phase, error: error?.details() ?? null });
    return null;
  }

  get #elapsedMs(): number {
    return this.#around.clock.monotonic() - this.#begunMs;
  }

  /** By the pace so far; the index is written in about a third of the time that reading takes. */
  #remainingMs({ phase, readBytes, totalBytes }: TraceProgress): number | null {
    if (phase !== 'reading' || readBytes <= 0) return null;
    const nowMs = this.#around.clock.monotonic();
    this.#pace ??= { fromMs: nowMs, fromBytes: readBytes };
    const passed = nowMs - this.#pace.fromMs;
    const read = readBytes - this.#pace.fromBytes;
    if (passed < GUESS_AFTER_MS || read <= 0) return null;
    return (passed / read) * (totalBytes - readBytes + totalBytes * INDEXING_SHARE);
  }

  #signal(signal: 'SIGSTOP' | 'SIGCONT'): boolean {
    const pid = this.#child?.pid;
    if (pid === undefined || process.platform === 'win32') return false;
    try {
      return process.kill(pid, signal);
    } catch {
      return false;
    }
  }
}
