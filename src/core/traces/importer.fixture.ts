import { mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { DynoError } from '../../contract/errors.ts';
import type { ImporterApi, ImporterEvents, ImportJob } from '../../contract/importer-api.ts';
import { connectionLost } from '../../contract/rpc.ts';
import type { TraceInfo } from '../../contract/trace.ts';
import type { Child, ChildExit } from '../ports.ts';
import { INDEX_FILE, INDEX_VERSION } from './index-info.ts';

/** A process of an importer, played: does as it is told and dies when it is killed. */
export interface PlayedImporter extends Child<ImporterApi, ImporterEvents> {
  readonly events: ImporterEvents;
  readonly jobs: ImportJob[];
  readonly opened: string[];
  readonly asked: string[];
  isGone: boolean;
  /** Ends the import that it was given. */
  finish(info?: Partial<TraceInfo>): Promise<void>;
  fail(error: DynoError): void;
  die(exit: ChildExit): void;
}

export function playImporters(): {
  readonly launched: PlayedImporter[];
  launch(events: ImporterEvents): PlayedImporter;
} {
  const launched: PlayedImporter[] = [];
  return {
    launched,
    launch(events) {
      const played = playImporter(events);
      launched.push(played);
      return played;
    },
  };
}

function playImporter(events: ImporterEvents): PlayedImporter {
  let gone: (exit: ChildExit) => void = () => undefined;
  const exited = new Promise<ChildExit>((resolve) => (gone = resolve));
  const lost = exited.then((): never => {
    throw connectionLost('the importer');
  });
  lost.catch(() => undefined);
  let answer: ((info: TraceInfo) => void) | null = null;
  let refuse: (error: DynoError) => void = () => undefined;
  const alive = <T>(promise: Promise<T>): Promise<T> => Promise.race([promise, lost]);
  const played: PlayedImporter = {
    events,
    jobs: [],
    opened: [],
    asked: [],
    isGone: false,
    pid: undefined,
    exited,
    kill: () => played.die({ code: null, signal: 'SIGKILL', lastWords: '' }),
    die(exit) {
      played.isGone = true;
      gone(exit);
    },
    async finish(info = {}) {
      const job = played.jobs.at(-1);
      if (job === undefined) throw new Error('Nothing was asked for.');
      const whole = traceInfo(job, info);
      await writeIndex(job.buildingFolder, whole);
      await rename(job.buildingFolder, job.folder);
      answer?.(whole);
    },
    fail: (error) => refuse(error),
    connection: {
      remote: {
        async importTrace(job: ImportJob) {
          await writeFile(join(job.buildingFolder, 'spans.arrow'), 'half');
          return alive(
            new Promise<TraceInfo>((resolve, reject) => {
              // Only now: whoever waits for the job may end it at once.
              played.jobs.push(job);
              answer = resolve;
              refuse = reject;
            }),
          );
        },
        openIndex: (folder: string) => {
          played.opened.push(folder);
          return alive(Promise.resolve());
        },
        spanSourceText: (span: number) => {
          played.asked.push(String(span));
          return alive(span === 13 ? new Promise(() => undefined) : Promise.resolve(`span ${span}`));
        },
        query: (sql: string) => {
          played.asked.push(sql);
          return alive(new Promise(() => undefined));
        },
        exportTo: async (_format: string, path: string) => {
          await writeFile(path, 'a;b 1\n');
          return { bytes: 6 };
        },
      },
      close: () => undefined,
    } as unknown as PlayedImporter['connection'],
  };
  return played;
}

export async function writeIndex(folder: string, info: TraceInfo, version = INDEX_VERSION): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, INDEX_FILE), JSON.stringify({ version, info }));
}

export function traceInfo(
  { id, path }: Pick<ImportJob, 'id' | 'path'>,
  info: Partial<TraceInfo> = {},
): TraceInfo {
  return {
    id,
    path,
    name: basename(path),
    format: 'folded',
    compression: 'none',
    sourceBytes: 6,
    indexBytes: 100,
    importedAt: 0,
    importMs: 1,
    unit: 'samples',
    baseNs: '0',
    spans: 1,
    fromNs: 0,
    toNs: 1,
    strings: 1,
    links: 0,
    tracks: [],
    counters: [],
    devices: [],
    facts: [],
    warnings: [],
    window: null,
    ...info,
  };
}
