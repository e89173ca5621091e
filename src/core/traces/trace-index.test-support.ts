import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { TraceInfo } from '../../contract/trace.ts';
import type { TraceFacts } from './build/write-index.ts';
import { createTraceBuilder, type TraceBuilder, type TraceBuilderOptions } from './build/trace-builder.ts';
import { openTraceColumns, type StoredTrace } from './read/open-trace-columns.ts';

export const FACTS: TraceFacts = {
  id: 'f00d',
  path: '/traces/some.json',
  name: 'some.json',
  format: 'trace-events',
  compression: 'none',
  sourceBytes: 1234,
  importedAt: 0,
  importMs: 0,
};

/** Where an index can be put; gone after the test. */
export function indexFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-index-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'index');
}

export interface BuiltIndex {
  readonly folder: string;
  readonly info: TraceInfo;
  readonly trace: StoredTrace;
}

export function builtIndex(
  give: (builder: TraceBuilder) => void,
  options: TraceBuilderOptions = {},
): BuiltIndex {
  const folder = indexFolder();
  const builder = createTraceBuilder(folder, options);
  give(builder);
  const info = builder.finish(FACTS);
  const trace = openTraceColumns(folder);
  onTestFinished(() => trace.close());
  return { folder, info, trace };
}

/** A thread of a process, by name. */
export const thread = (builder: TraceBuilder, name = 'main', sort = 0): number =>
  builder.track({ process: 'python', name, kind: 'thread', sort });
