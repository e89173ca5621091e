import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GRAPH_LEVELS } from '../../contract/run.ts';
import {
  attribute,
  graph,
  localFunction,
  model,
  node,
  value,
} from '../../core/model/graph/built-model.fixture.ts';
import { executedGraph } from '../../core/model/graph/executed-graph.ts';
import { modelGraph } from '../../core/model/graph/model-graph.ts';
import { buildDemo, writeModel, type OnnxModel } from '../../core/model/index.ts';
import { readModelFile } from '../read-graph.ts';
import { loadRuntime } from '../runtime.ts';
import { createSession } from '../session.ts';
import { temporaryFolder } from '../worker.test-support.ts';
import { readExecuted, wantedGraph } from './executed-model.ts';

process.env['ORT_DISABLE_TELEMETRY'] = '1';

const reference = process.env['DYNO_REFERENCE'];
const root = join(reference ?? '', 'onnx');
const isThere = reference !== undefined && existsSync(root);

/** What the runtime puts in between to give a value another form. */
const FORMS = ['Cast', 'ReorderInput', 'ReorderOutput', 'Reshape', 'Squeeze', 'Transpose', 'Unsqueeze'];

/** The file's graph and the one that the runtime makes of it; and what neither accounts for. */
async function mapped(path: string, graphLevel: (typeof GRAPH_LEVELS)[number]) {
  const folder = temporaryFolder();
  const wanted = wantedGraph(folder, path);
  const wish = { provider: 'cpu', threads: 1, graphLevel } as const;
  const session = await createSession(await loadRuntime(), path, wish, path, {
    prefix: join(folder, 'p'),
    graph: wanted,
  });
  session.endProfiling();
  await session.release();
  const executed = wanted && readExecuted(wanted);
  if (executed === null) throw new Error('The runtime wrote no graph.');
  const file = readModelFile(path);
  const { nodes, graph: marked } = executedGraph(executed, file, modelGraph(file, []));
  const sources = new Set(nodes.flatMap((one) => one.sources));
  const outer = new Set(marked.nodes.map(({ parent }) => parent));
  return {
    nodes,
    marked,
    folded: marked.nodes.filter(({ leftOut }) => leftOut === 'folded').length,
    eliminated: marked.nodes.filter(({ leftOut }) => leftOut === 'eliminated').length,
    unexplained: [
      ...nodes
        .filter((one) => one.sources.length === 0 && !FORMS.includes(one.op))
        .map(({ op, name }) => `${op} ${name}`),
      ...marked.nodes
        .filter(({ leftOut }, place) => leftOut === undefined && !sources.has(place) && !outer.has(place))
        .map(({ op, name }) => `file: ${op} ${name}`),
    ],
  };
}

function written(built: OnnxModel): string {
  const parts: Uint8Array[] = [];
  writeModel(built, { write: (bytes) => void parts.push(bytes.slice()) });
  const path = join(temporaryFolder(), 'model.onnx');
  writeFileSync(path, Buffer.concat(parts));
  return path;
}

describe('the graph that the runtime makes of a model', () => {
  it.each(['mlp-tiny', 'cnn-tiny', 'encoder-tiny', 'decoder-tiny'])(
    'of %s is accounted for at every level',
    async (name) => {
      const path = written(buildDemo(name));
      for (const level of GRAPH_LEVELS) {
        const { unexplained, eliminated, nodes } = await mapped(path, level);
        expect(unexplained).toEqual([]);
        expect(eliminated).toBe(0);
        expect(nodes.length).toBeGreaterThan(2);
      }
    },
  );

  it('is accounted for inside of branches, loops and calls', async () => {
    const shape = [2, 3];
    const branch = (op: string) =>
      graph([node(op, ['h'], ['t']), node('Abs', ['t'], ['o'])], { name: op, output: [value('o', shape)] });
    const body = graph(
      [
        node('Add', ['sum', 'h'], ['more']),
        node('Relu', ['more'], ['out']),
        node('Identity', ['c'], ['c_out']),
      ],
      {
        input: [value('i', [], 'int64'), value('c', [], 'bool'), value('sum', shape)],
        output: [value('c_out', [], 'bool'), value('out', shape)],
      },
    );
    const square = localFunction(
      'Square',
      ['a'],
      ['b'],
      [node('LeakyRelu', ['a'], ['i'], { name: 'leaky' }), node('Mul', ['i', 'i'], ['b'])],
    );
    const twice = localFunction(
      'Twice',
      ['p'],
      ['q'],
      ['p', 'm'].map((from) => node('Square', [from], [from === 'p' ? 'm' : 'q'], { domain: 'local' })),
      {
        opsetImport: [
          { domain: '', version: 17 },
          { domain: 'local', version: 1 },
        ],
      },
    );
    const graphs = (name: string, g: typeof body) => attribute(name, { g, type: 5 });
    const path = written(
      model(
        graph(
          [
            node('Twice', ['x'], ['h'], { domain: 'local' }),
            node('If', ['which'], ['r'], {
              attribute: [graphs('then_branch', branch('Neg')), graphs('else_branch', branch('Exp'))],
            }),
            node('Loop', ['n', '', 'r'], ['l'], { attribute: [graphs('body', body)] }),
            node('Twice', ['l'], ['y'], { domain: 'local' }),
          ],
          {
            input: [value('x', shape), value('which', [], 'bool'), value('n', [], 'int64')],
            output: [value('y', shape)],
          },
        ),
        [square, twice],
      ),
    );
    for (const level of GRAPH_LEVELS) {
      const { unexplained, nodes, marked } = await mapped(path, level);
      expect(unexplained).toEqual([]);
      expect(nodes.every((one) => one.sources.every((place) => marked.nodes[place]?.op === one.op))).toBe(
        true,
      );
      expect(
        nodes
          .filter(({ op }) => op === 'LeakyRelu')
          .map(({ sources }) => sources)
          .flat(),
      ).toHaveLength(4);
    }
  });
});

// Skipped where DYNO_REFERENCE names no folder with these files: they are no part of the project.
describe.runIf(isThere)('the graphs of models that others made', () => {
  it.each(['light', 'real', 'small'])('in onnx/%s are accounted for', async (folder) => {
    for (const name of readdirSync(join(root, folder)).filter((each) => each.endsWith('.onnx'))) {
      const { unexplained } = await mapped(join(root, folder, name), 'all');
      expect([name, ...unexplained]).toEqual([name]);
    }
  });

  it('have of 3,836 nodes 2,919 that are executed, 52 that are computed before, and none that is lost', async () => {
    const { nodes, marked, folded, eliminated } = await mapped(
      join(root, 'real', 'TFBertForQuestionAnswering.onnx'),
      'all',
    );
    expect([marked.nodes.length, nodes.length, folded, eliminated]).toEqual([3836, 2919, 52, 0]);
    expect(nodes.every(({ sources }) => sources.length > 0)).toBe(true);
    expect(new Set(nodes.flatMap(({ sources }) => sources)).size).toBe(3836 - 52);
  });
});
