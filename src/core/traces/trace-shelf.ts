import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { TraceInfo, TraceNotes } from '../../contract/trace.ts';
import type { Log } from '../ports.ts';
import { currentOwner, isAlive } from '../store/owner.ts';
import type { Owner } from '../store/store.ts';
import { storeError } from '../store/store-errors.ts';
import { INDEX_FILE, readIndexInfo } from './index-info.ts';
import { traceNotes } from './trace-notes.ts';

const TRACE_ID = /^[0-9a-f]{16,64}$/;
/** `<id>.building-<pid>-<anything>`, also with "-former" for an index that gives way; and what is being removed. */
const UNFINISHED = /^[0-9a-f]{16,64}\.(building|removed)-(\d+)-/;
const OWNER_FILE = 'owner.json';

export interface StoredIndex {
  readonly info: TraceInfo;
  readonly usedAtMs: number;
  readonly hasNotes: boolean;
}

/** The folder of indexes. An index is whole or not there; notes lie beside, and outlive an index that is made anew. */
export class TraceShelf {
  readonly folder: string;
  readonly #log: Log;
  readonly #told = new Set<string>();

  constructor(dataFolder: string, log: Log) {
    this.folder = join(dataFolder, 'traces');
    this.#log = log;
  }

  indexFolder(id: string): string {
    return join(this.folder, id);
  }

  /** Null where there is none, or one of another version. */
  async info(id: string): Promise<TraceInfo | null> {
    const read = await readIndexInfo(this.indexFolder(id));
    if (read.kind === 'damaged' && !this.#told.has(id)) {
      this.#told.add(id);
      this.#log.warn(
        `The index of a trace is damaged and is left out (${read.reason}): ${this.indexFolder(id)}`,
      );
    }
    return read.kind === 'whole' && read.info.id === id ? read.info : null;
  }

  /** The latest use first. */
  async list(): Promise<readonly StoredIndex[]> {
    const [entries, noted] = await Promise.all([namesIn(this.folder), namesIn(this.#notesFolder)]);
    const found: StoredIndex[] = [];
    for (const id of entries.filter((name) => TRACE_ID.test(name))) {
      const info = await this.info(id);
      const usedAtMs = await stat(join(this.indexFolder(id), INDEX_FILE)).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      );
      if (info !== null) found.push({ info, usedAtMs, hasNotes: noted.includes(`${id}.json`) });
    }
    return found.toSorted((a, b) => b.usedAtMs - a.usedAtMs);
  }

  /** What an import writes into. Says by whom, for those who sweep up after programs that died. */
  async beginBuilding(id: string): Promise<string> {
    const owner = currentOwner();
    const folder = join(this.folder, `${id}.building-${owner.pid}-${randomUUID()}`);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(join(folder, OWNER_FILE), JSON.stringify(owner));
    } catch (error) {
      throw storeError(error, this.folder);
    }
    return folder;
  }

  async dropBuilding(folder: string): Promise<void> {
    await removeTree(folder);
    await removeTree(`${folder}-former`);
  }

  /** Marks an index as used just now. */
  async touch(id: string): Promise<void> {
    const now = new Date();
    await utimes(join(this.indexFolder(id), INDEX_FILE), now, now).catch(() => undefined);
  }

  /** At once gone for all who look, then its bytes. The copy that an upload made goes with it. */
  async removeIndex(id: string): Promise<void> {
    const gone = join(this.folder, `${id}.removed-${process.pid}-${randomUUID()}`);
    try {
      await rename(this.indexFolder(id), gone);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw storeError(error, this.folder);
    }
    await removeTree(gone);
  }

  async removeNotes(id: string): Promise<void> {
    await rm(this.#notesFile(id), { force: true });
  }

  /** A copy that was made by an upload is nobody's own. */
  async removeUpload(path: string): Promise<void> {
    const uploads = join(this.folder, 'uploads') + sep;
    const home = dirname(path);
    if (home.startsWith(uploads) && !home.slice(uploads.length).includes(sep)) await removeTree(home);
  }

  async notes(id: string): Promise<TraceNotes> {
    return traceNotes(await readFile(this.#notesFile(id), 'utf8').catch(() => ''));
  }

  async saveNotes(id: string, notes: TraceNotes): Promise<void> {
    const file = this.#notesFile(id);
    const written = `${file}.${process.pid}-${randomUUID()}`;
    try {
      await mkdir(this.#notesFolder, { recursive: true, mode: 0o700 });
      await writeFile(written, JSON.stringify(notes), { flush: true });
      await rename(written, file);
    } catch (error) {
      await rm(written, { force: true }).catch(() => undefined);
      throw storeError(error, this.#notesFolder);
    }
  }

  /** Removes what programs that died left half-made; what a living one is at work on stays. */
  async sweep(): Promise<void> {
    for (const name of await namesIn(this.folder)) {
      const path = join(this.folder, name);
      const unfinished = UNFINISHED.exec(name);
      if (unfinished !== null) {
        const pid = Number(unfinished[2]);
        if (!isAlive(await ownerOf(path, pid))) await removeTree(path);
      } else if (TRACE_ID.test(name) && !(await namesIn(path)).includes(INDEX_FILE)) {
        await removeTree(path);
      }
    }
  }

  get #notesFolder(): string {
    return join(this.folder, 'notes');
  }

  #notesFile(id: string): string {
    return join(this.#notesFolder, `${id}.json`);
  }
}

async function ownerOf(folder: string, pid: number): Promise<Owner> {
  try {
    const written: unknown = JSON.parse(await readFile(join(folder, OWNER_FILE), 'utf8'));
    const startedAt =
      typeof written === 'object' && written !== null && 'startedAt' in written ? written.startedAt : '';
    return { pid, startedAt: typeof startedAt === 'string' ? startedAt : '' };
  } catch {
    return { pid, startedAt: '' };
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

async function removeTree(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
}
