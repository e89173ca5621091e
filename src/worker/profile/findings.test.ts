import { describe, expect, it } from 'vitest';
import type { Finding, FindingKind } from '../../contract/finding.ts';
import { aCpu } from '../../contract/probe.fixture.ts';
import type { Probe } from '../../contract/probe.ts';
import type { GraphLevel } from '../../contract/run.ts';
import { CPU_ROOF, evidenceOf, findingsOf, runWith } from '../../core/analysis/findings/findings.fixture.ts';
import { GraphBuilder, type Tensor } from '../../core/model/demo/graph-builder.ts';
import { writeModel } from '../../core/model/index.ts';
import { forkWorker, jobOn } from '../worker.test-support.ts';
import { profiled, unpacked } from './profiled-worker.test-support.ts';

type Layers = (graph: GraphBuilder, x: Tensor) => Tensor;

/** Slower arithmetic than any core’s, which products reach everywhere; faster memory than a power ever needs. */
const ROOFS = { ...CPU_ROOF, cpu: { ...aCpu, single: { readGBs: 40, triadGBs: 40, fp32Gflops: 4 } } };

/** What is found in a model of the test's own, run and recorded as any other. */
async function findIn(layers: Layers, rows: number, columns: number, graphLevel: GraphLevel = 'all') {
  const graph = new GraphBuilder();
  const shape = [rows, columns];
  graph.output(layers(graph, graph.input('x', 'float32', shape)));
  const parts: Uint8Array[] = [];
  writeModel(graph.build('findable', ''), { write: (bytes) => void parts.push(bytes.slice()) });
  const x = { name: 'x', type: 'float32', shape, values: 'uniform', fill: { kind: 'uniform' } } as const;
  const job = jobOn(Buffer.concat(parts), [x], { ...profiled(12), iterations: 30, graphLevel });
  const { profile, graph: facts } = unpacked(
    (await forkWorker().child.connection.remote.measure(job)).profile,
  );
  const run = runWith({ graphLevel, threads: 1, batch: rows, inputs: job.inputs });
  const context = { run, graph: facts, hardware: null, hasFreeBatch: true };
  return (kind: FindingKind, probe: Probe | null = null): readonly Finding[] =>
    findingsOf({ ...profile, runId: run.id }, { ...context, probe }).filter(
      (finding) => finding.kind === kind,
    );
}

const product =
  (count: number): Layers =>
  (graph, x) =>
    Array.from({ length: count }).reduce<Tensor>((value, _, layer) => {
      const size = x.shape[1] as number;
      const weight = graph.weight(`w${layer}`, [size, size], { kind: 'random', fanIn: size });
      return graph.node('MatMul', [value, weight], x.shape);
    }, x);

const tinySums: Layers = (graph, x) =>
  Array.from({ length: 400 }).reduce<Tensor>((value) => graph.node('Add', [value, x], x.shape), x);

const power: Layers = (graph, x) => graph.node('Pow', [x, graph.number(1.7)], x.shape);

const spelledOut: Layers = (graph, x) => {
  const column = [x.shape[0] as number, 1];
  const axes = { attributes: { axes: [-1] } };
  const mean = graph.node('ReduceMean', [x], column, axes);
  const centred = graph.node('Sub', [x, mean], x.shape);
  const squares = graph.node('Pow', [centred, graph.number(2)], x.shape);
  const variance = graph.node('ReduceMean', [squares], column, axes);
  const deviation = graph.node('Sqrt', [graph.node('Add', [variance, graph.number(1e-5)], column)], column);
  const normal = graph.node('Div', [centred, deviation], x.shape);
  const gain = graph.weight('gain', [x.shape[1] as number], { kind: 'constant', value: 1 });
  const bias = graph.weight('bias', [x.shape[1] as number], { kind: 'constant', value: 0.1 });
  return graph.node('Add', [graph.node('Mul', [normal, gain], x.shape), bias], x.shape);
};

describe('what is found in models that run here', () => {
  it('is that tiny operators take less than the runtime around them', async () => {
    const [finding] = (await findIn(tinySums, 1, 4))('launch-bound');
    expect(finding?.operators.length).toBeGreaterThan(300);
    expect(evidenceOf(finding as Finding)).toContain('outside all operators');
  });

  it('is that a batch of one waits for its weights, and that one of many does not', async () => {
    const one = await findIn(product(2), 1, 1024);
    expect(one('batch-too-small')).toMatchObject([{ operators: [expect.any(Number), expect.any(Number)] }]);
    expect(one('launch-bound')).toEqual([]);
    const many = await findIn(product(2), 128, 256);
    expect(many('batch-too-small')).toEqual([]);
    expect(many('launch-bound')).toEqual([]);
    expect(many('far-under-roofline', ROOFS)).toEqual([]);
  });

  it('is that a power is far under the roofline', async () => {
    const [finding, ...more] = (await findIn(power, 512, 1024))('far-under-roofline', ROOFS);
    expect(more).toEqual([]);
    expect(finding?.title).toMatch(/\(Pow\)/);
  });

  it('is what a lower level leaves spelled out, and nothing of it where the runtime fused it', async () => {
    const left = await findIn(spelledOut, 64, 512, 'disabled');
    const normalisation = /Layer normalisation spelled out/;
    expect(left('unfused-pattern').map(({ title }) => title)).toEqual([
      expect.stringMatching(normalisation) as unknown,
    ]);
    const [option] = left('costly-session-options').filter(({ title }) => title.includes('disabled'));
    expect(option?.title).toContain('9 of them');
    const fused = await findIn(spelledOut, 64, 512);
    expect(fused('unfused-pattern')).toEqual([]);
    expect(fused('costly-session-options').filter(({ title }) => title.includes('Graph'))).toEqual([]);
  });
});
