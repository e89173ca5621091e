/** One trace read into an index, by an importer's process as the host starts it; timed where it is asked for. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { launchChild } from '../../src/cli/host/child-process.ts';
import type { ImporterApi, ImporterEvents } from '../../src/contract/importer-api.ts';
import type { TraceInfo } from '../../src/contract/trace.ts';
import { answer, argumentOf } from '../fresh-process.ts';
import { computedMs, peakBytes } from './processes.ts';

export interface ImportTraceJob {
  readonly path: string;
  /** Where a folder for the index may be made. */
  readonly folder: string;
}

export interface ImportTraceAnswer {
  readonly readyMs: number;
  /** Until the first spans could be drawn; null where the whole was there first. */
  readonly previewMs: number | null;
  readonly importMs: number;
  /** Of processors, from the importer's start to its index: what is left where others take their share. */
  readonly computedMs: number;
  readonly peakBytes: number;
  readonly sourceBytes: number;
  readonly indexBytes: number;
  readonly spans: number;
  /** The same index opened by another process. */
  readonly reopenMs: number;
}

const { path, folder } = argumentOf<ImportTraceJob>();
const index = mkdtempSync(join(folder, 'index-'));
// As built: from the source, Node would have to take the types out first.
const file = join(import.meta.dirname, '../../out/main/importer.js');
const launch = (events: ImporterEvents) =>
  launchChild<ImporterApi, ImporterEvents>({ title: 'the importer', file }, events);
const began = performance.now();
let previewMs: number | null = null;
const importer = launch({
  onProgress: () => undefined,
  onPreview: () => {
    previewMs ??= performance.now() - began;
  },
});
const info: TraceInfo = await importer.connection.remote.importTrace({
  id: 'bench',
  path,
  window: null,
  folder: join(index, 'trace'),
  buildingFolder: join(index, 'building'),
  mostBytes: Number.MAX_SAFE_INTEGER,
});
const importMs = performance.now() - began;
const peak = peakBytes(importer.pid ?? 0);
const computed = computedMs(importer.pid ?? 0);
importer.kill();
await importer.exited;
const again = performance.now();
const second = launch({ onProgress: () => undefined, onPreview: () => undefined });
const opened = await second.connection.remote.openIndex(join(index, 'trace'));
const reopenMs = performance.now() - again;
second.kill();
await second.exited;
rmSync(index, { recursive: true, force: true });
if (opened.spans !== info.spans) throw new Error(`${opened.spans} spans after ${info.spans}.`);
answer({
  readyMs: info.importMs,
  previewMs,
  importMs,
  computedMs: computed,
  peakBytes: peak,
  sourceBytes: statSync(path).size,
  indexBytes: info.indexBytes,
  spans: info.spans,
  reopenMs,
} satisfies ImportTraceAnswer);
process.exit(0);
