import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ModelGraph } from '../../contract/model-graph.ts';
import type { Run } from '../../contract/run.ts';
import { openCore } from '../core.test-support.ts';
import { writeDemo } from '../model/index.ts';
import { graphOfRun, type GraphSources } from './graph-of-run.ts';

const EMPTY: ModelGraph = { name: '', nodes: [], tensors: [] };

function demoFile(path: string, name: string): void {
  const parts: Uint8Array[] = [];
  writeDemo(name, { write: (bytes) => void parts.push(bytes.slice()) });
  writeFileSync(path, Buffer.concat(parts));
}

test('reads the graph of a run without a profile from its file, at the run’s shapes, in a process of its own', async () => {
  const { core, folder, bench } = await openCore();
  const location = join(folder, 'mine.onnx');
  demoFile(location, 'mlp-tiny');
  const request = { executor: 'fake:normal(1ms,0.1ms)', iterations: 5, batch: 3 } as const;
  const mine = await bench({ ...request, model: { kind: 'file', location } });
  const read = await core.api.getModelGraph(mine.id);
  expect(read.nodes.some(({ op }) => op === 'Gemm')).toBe(true);
  expect(read.tensors.find(({ role }) => role === 'input')?.shape?.[0]).toBe(3);

  const demo = await bench({ ...request, model: { kind: 'demo', location: 'demo:mlp-tiny' } });
  expect(await core.api.getModelGraph(demo.id)).toEqual(read);

  const sources: GraphSources = {
    knownHash: () => null,
    isMeasuring: () => true,
    readGraph: async () => EMPTY,
  };
  await expect(graphOfRun(mine, sources)).rejects.toMatchObject({ code: 'MEASUREMENT_BUSY' });
  const other: GraphSources = { ...sources, isMeasuring: () => false, knownHash: () => 'another' };
  await expect(
    graphOfRun({ ...mine, model: { ...mine.model, contentHash: 'one' } } as Run, other),
  ).rejects.toThrow('mine.onnx is another model by now');

  demoFile(location, 'mlp-small');
  await expect(core.api.getModelGraph(mine.id)).rejects.toThrow('mine.onnx is another model by now');
  rmSync(location);
  await expect(core.api.getModelGraph(mine.id)).rejects.toMatchObject({
    code: 'FILE_NOT_FOUND',
    message: 'mine.onnx is no longer where this run found it, and the run kept no graph of it.',
  });
});
