import { list, number, numbers, object, text, type JsonShape } from '../json/json-shape.ts';
import type { CpuNodes } from './cpu-nodes.ts';
import type { NumberLog } from './number-log.ts';

/** What is kept of a V8 CPU profile. Times in microseconds. */
export interface CpuDocument {
  readonly nodes: CpuNodes;
  readonly samples: NumberLog;
  readonly deltas: NumberLog;
  readonly timestamps: NumberLog;
  start: number;
  end: number;
  title: string;
}

/** The profile by itself, or wrapped as tools that speak to the browser save it. */
export function cpuShape(document: CpuDocument): JsonShape {
  const { nodes, samples, deltas, timestamps } = document;
  const callFrame = object({
    functionName: text((name) => (nodes.name = name)),
    url: text((url) => (nodes.url = url)),
    lineNumber: number((line) => (nodes.line = line + 1)),
  });
  const node = object(
    {
      id: number((id) => (nodes.id = id)),
      parent: number((parent) => (nodes.parentId = parent)),
      hitCount: number((hits) => (nodes.hits = hits)),
      callFrame,
      children: numbers((child) => nodes.child(child)),
    },
    { open: () => nodes.open(false), close: () => nodes.close() },
  );
  const nested = object(
    {
      id: number((id) => (nodes.id = id)),
      hitCount: number((hits) => (nodes.hits = hits)),
      functionName: text((name) => (nodes.name = name)),
      url: text((url) => (nodes.url = url)),
      lineNumber: number((line) => (nodes.line = line)),
    },
    { open: () => nodes.open(true), close: () => nodes.close() },
  );
  nested.keys.set('children', list(nested));
  const keys = {
    nodes: list(node),
    head: nested,
    startTime: number((start) => (document.start = start)),
    endTime: number((end) => (document.end = end)),
    title: text((title) => (document.title = title)),
    samples: numbers((sample) => samples.push(sample)),
    timeDeltas: numbers((delta) => deltas.push(delta)),
    timestamps: numbers((timestamp) => timestamps.push(timestamp)),
  };
  const profile = object(keys);
  return object({ ...keys, profile, cpuProfile: profile, result: object({ profile }) });
}
