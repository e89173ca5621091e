import type { ModelGraph } from '../contract/model-graph.ts';
import type { ResolvedInput } from '../contract/model.ts';
import { openModelFile } from '../core/files/model-file.ts';
import { modelGraph } from '../core/model/graph/model-graph.ts';
import { readModel, type OnnxModel } from '../core/model/index.ts';

export function readGraph(modelPath: string, inputs: readonly ResolvedInput[]): ModelGraph {
  return modelGraph(readModelFile(modelPath), inputs);
}

/** Its structure alone: weights are passed over. */
export function readModelFile(path: string): OnnxModel {
  const file = openModelFile(path);
  try {
    return readModel(file, path);
  } finally {
    file.close();
  }
}
