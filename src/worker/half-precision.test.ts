import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { GraphBuilder } from '../core/model/demo/graph-builder.ts';
import { writeModel } from '../core/model/index.ts';
import { demoJob, forkWorker, temporaryFolder } from './worker.test-support.ts';

it('feeds half precision, which the newest Node has an array type of its own for', async () => {
  const graph = new GraphBuilder();
  const input = graph.input('x', 'float16', ['n']);
  graph.output(graph.node('Neg', [input], ['n']));
  const parts: Uint8Array[] = [];
  writeModel(graph.build('half', ''), { write: (bytes) => void parts.push(bytes.slice()) });
  const modelPath = join(temporaryFolder(), 'half.onnx');
  writeFileSync(modelPath, Buffer.concat(parts));

  const fill = { kind: 'constant', value: 1.5 } as const;
  const inputs = [{ name: 'x', type: 'float16', shape: [4], values: '1.5', fill } as const];
  const { child } = forkWorker();
  const result = await child.connection.remote.measure({ ...demoJob('mlp-tiny'), modelPath, inputs });
  expect(result.latencyMs?.count).toBe(10);
  expect(result.outputs?.[0]?.values).toEqual([-1.5, -1.5, -1.5, -1.5]);
});
