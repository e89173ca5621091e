import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { CoreEvent } from '../../contract/api.ts';
import { DynoError } from '../../contract/errors.ts';
import type { ExportedFile } from '../../contract/exported-file.ts';
import type { ImporterApi } from '../../contract/importer-api.ts';
import type {
  OpenTraceRequest,
  QueryResult,
  TraceExport,
  TraceInfo,
  TraceNotes,
  TraceProgress,
  TraceState,
} from '../../contract/trace.ts';
import { formatBytes } from '../../contract/units.ts';
import type { CorePorts } from '../ports.ts';
import { EXPORT_FILES } from './export-files.ts';
import { TraceImports } from './trace-imports.ts';
import { traceFile } from './trace-id.ts';
import { TraceProcesses, type Importer } from './trace-processes.ts';
import { indexesToRemove } from './trace-room.ts';
import { TraceShelf } from './trace-shelf.ts';

/** What goes to a page as one text. */
const MOST_EXPORTED_BYTES = 64 * 1024 ** 2;

export interface TracesSurroundings {
  readonly ports: Pick<CorePorts, 'launchImporter' | 'log' | 'clock' | 'paths'>;
  emit(event: CoreEvent): void;
  isMeasuring(): boolean;
}

/** All traces of this program: those on the disk, those being read and those held open. */
export class Traces {
  readonly #emit: TracesSurroundings['emit'];
  readonly #shelf: TraceShelf;
  readonly #processes: TraceProcesses;
  readonly #imports: TraceImports;
  readonly #swept: Promise<void>;

  constructor({ ports, emit, isMeasuring }: TracesSurroundings) {
    const launch: CorePorts['launchImporter'] = (events) => ports.launchImporter(events);
    this.#emit = emit;
    this.#shelf = new TraceShelf(ports.paths.data, ports.log);
    this.#processes = new TraceProcesses(launch);
    this.#imports = new TraceImports({
      launch,
      shelf: this.#shelf,
      clock: ports.clock,
      isMeasuring,
      onProgress: (progress) => emit({ type: 'trace-progress', progress }),
      onPreview: (id, spans) => emit({ type: 'trace-preview', preview: { id, spans } }),
      onRead: (info, child) => this.#read(info, child),
    });
    this.#swept = this.#shelf.sweep().catch((error: unknown) => ports.log.warn(`Traces: ${String(error)}`));
  }

  async open({ path, window: part, again = false }: OpenTraceRequest): Promise<TraceState> {
    const window = part ?? null;
    const file = await traceFile(path, window);
    const info = again ? null : await this.#shelf.info(file.id);
    const running = this.#imports.progressOf(file.id);
    if (info !== null && (running === null || isOver(running))) {
      this.#imports.forget(file.id);
      await this.#shelf.touch(file.id);
      this.#warm(file.id);
      return { id: file.id, path: info.path, info, progress: null };
    }
    if (again) await this.#close(file.id);
    const progress = this.#imports.begin(file, window);
    return { id: file.id, path: file.path, info: null, progress };
  }

  async stop(id: string): Promise<void> {
    await this.#imports.stop(id);
  }

  async state(id: string): Promise<TraceState> {
    const progress = this.#imports.progressOf(id);
    if (progress !== null && !isOver(progress)) return { id, path: progress.path, info: null, progress };
    const info = await this.#shelf.info(id);
    if (info !== null) {
      this.#warm(id);
      return { id, path: info.path, info, progress: null };
    }
    if (progress === null) throw unknownTrace(id);
    return { id, path: progress.path, info: null, progress };
  }

  async list(): Promise<readonly TraceInfo[]> {
    return (await this.#shelf.list()).map(({ info }) => info);
  }

  async remove(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      await this.#imports.stop(id);
      await this.#close(id);
      const info = await this.#shelf.info(id);
      await this.#shelf.removeIndex(id);
      await this.#shelf.removeNotes(id);
      if (info !== null) await this.#shelf.removeUpload(info.path);
      this.#imports.forget(id);
    }
    this.#emit({ type: 'traces-changed' });
  }

  async notes(id: string): Promise<TraceNotes> {
    await this.#mustBe(id);
    return this.#shelf.notes(id);
  }

  async saveNotes(id: string, notes: TraceNotes): Promise<void> {
    await this.#mustBe(id);
    await this.#shelf.saveNotes(id, notes);
    this.#emit({ type: 'traces-changed' });
  }

  /** Asks the process that holds the trace open. */
  async ask<T>(id: string, ask: (importer: ImporterApi) => Promise<T>): Promise<T> {
    if (!this.#processes.has(id)) await this.#mustBe(id);
    return this.#processes.ask(id, this.#shelf.indexFolder(id), ask);
  }

  /** In a process of its own: a long one keeps nobody waiting, and to end it is to kill it. */
  async query(id: string, sql: string, mostRows: number): Promise<QueryResult> {
    await this.#mustBe(id);
    const folder = this.#shelf.indexFolder(id);
    return this.#processes.ask(queryProcess(id), folder, (importer) => importer.query(sql, mostRows));
  }

  async stopQuery(id: string): Promise<void> {
    await this.#processes.close(queryProcess(id));
  }

  /** Waits until a trace can be asked about; rejects with the reason where it never will. */
  async ready(id: string, onProgress?: (progress: TraceProgress) => void): Promise<TraceInfo> {
    await this.#imports.ready(id, onProgress);
    return this.#mustBe(id);
  }

  async exportTo(id: string, format: TraceExport, path: string): Promise<{ readonly bytes: number }> {
    return this.ask(id, (importer) => importer.exportTo(format, path));
  }

  async export(id: string, format: TraceExport): Promise<ExportedFile> {
    const info = await this.#mustBe(id);
    const { extension, mediaType, isText } = EXPORT_FILES[format];
    if (!isText) throw onlyByCommand(info, format, 'This format is no text');
    const path = join(this.#shelf.folder, `${id}.building-${process.pid}-${randomUUID()}`);
    try {
      await this.exportTo(id, format, path);
      const { size } = await stat(path);
      if (size > MOST_EXPORTED_BYTES)
        throw onlyByCommand(info, format, `This makes ${formatBytes(size)}, too much for one download`);
      const text = await readFile(path, 'utf8');
      return { fileName: `${info.name.replace(/(\.(json|gz|zst))+$/i, '')}${extension}`, mediaType, text };
    } finally {
      await rm(path, { force: true });
    }
  }

  /** Before each measurement. */
  makeWay(): void {
    this.#imports.makeWay();
  }

  get pids(): readonly number[] {
    return this.#processes.pids;
  }

  async close(): Promise<void> {
    await this.#imports.close();
    await this.#processes.closeAll();
    await this.#swept;
  }

  async #close(id: string): Promise<void> {
    await this.#processes.close(id);
    await this.stopQuery(id);
  }

  #read(info: TraceInfo, child: Importer): void {
    this.#processes.adopt(info.id, child);
    this.#emit({ type: 'traces-changed' });
    void this.#makeRoom(info.id);
  }

  async #makeRoom(justRead: string): Promise<void> {
    const stored = await this.#shelf.list();
    const isOpen = (id: string): boolean =>
      id === justRead || this.#processes.has(id) || this.#processes.has(queryProcess(id));
    for (const id of indexesToRemove(stored, isOpen)) await this.#shelf.removeIndex(id);
  }

  /** Its process starts while the page still draws what it was told. */
  #warm(id: string): void {
    this.ask(id, async () => undefined).catch(() => undefined);
  }

  async #mustBe(id: string): Promise<TraceInfo> {
    const info = await this.#shelf.info(id);
    if (info === null) throw unknownTrace(id);
    return info;
  }
}

const queryProcess = (id: string): string => `${id} query`;

function isOver({ phase }: TraceProgress): boolean {
  return phase === 'ready' || phase === 'failed' || phase === 'stopped';
}

function unknownTrace(id: string): DynoError {
  return new DynoError({
    code: 'TRACE_NOT_FOUND',
    message: 'There is no such trace.',
    subject: id,
    nextStep: 'Open its file again.',
  });
}

function onlyByCommand({ path }: TraceInfo, format: TraceExport, why: string): DynoError {
  return new DynoError({
    code: 'USAGE',
    message: `${why}.`,
    subject: path,
    nextStep: `Write it by the command: dyno trace convert ${JSON.stringify(path)} -f ${format} -o FILE.`,
  });
}
