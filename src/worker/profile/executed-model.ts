import { existsSync, symlinkSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import type { OnnxModel } from '../../core/model/index.ts';
import type { Recording } from '../session.ts';
import { readModelFile } from '../read-graph.ts';
import { removeFile } from './profile-file.ts';

const GRAPH = 'executed.onnx';
const WEIGHTS = 'executed.weights';

/**
 * Where the runtime is to write the graph as it executes it. Its weights are wanted by nobody: where a link can lead
 * them to nowhere they never reach the disk, else they lie beside the graph until the session is loaded.
 */
export function wantedGraph(folder: string): NonNullable<Recording['graph']> {
  try {
    if (process.platform !== 'win32') symlinkSync(devNull, join(folder, WEIGHTS));
  } catch {
    // Then they are written, and removed.
  }
  return { path: join(folder, GRAPH), weights: WEIGHTS };
}

/** Null where there is none, or none that can be read. */
export function readExecuted({ path }: NonNullable<Recording['graph']>): OnnxModel | null {
  try {
    return existsSync(path) ? readModelFile(path) : null;
  } catch {
    return null;
  }
}

export function removeExecuted(folder: string): void {
  removeFile(join(folder, GRAPH));
  removeFile(join(folder, WEIGHTS));
}
