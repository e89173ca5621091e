import { existsSync, statSync, symlinkSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import type { OnnxModel } from '../../core/model/index.ts';
import type { Recording } from '../session.ts';
import { readModelFile } from '../read-graph.ts';
import { freeBytes, removeFile } from './profile-file.ts';

const GRAPH = 'executed.onnx';
const WEIGHTS = 'executed.weights';

/**
 * Where the runtime is to write the graph as it executes it. Its weights are wanted by nobody: where a link can lead
 * them to nowhere they never reach the disk, else they lie beside the graph until the session is loaded. Null where
 * there is no room for that.
 */
export function wantedGraph(folder: string, modelPath: string): Recording['graph'] {
  const graph = { path: join(folder, GRAPH), weights: WEIGHTS };
  return leadsNowhere(join(folder, WEIGHTS)) || statSync(modelPath).size < freeBytes(folder) / 2
    ? graph
    : null;
}

function leadsNowhere(link: string): boolean {
  if (process.platform === 'win32') return false;
  try {
    symlinkSync(devNull, link);
    return true;
  } catch {
    return false;
  }
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
