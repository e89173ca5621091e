import { describe, expect, it } from 'vitest';
import type { OutputSummary } from '../contract/outputs.ts';
import { agreementOf } from '../core/analysis/output-agreement.ts';
import { GraphBuilder, type Tensor } from '../core/model/demo/graph-builder.ts';
import { modelBytes } from '../core/model/model-bytes.fixture.ts';
import { demoJob, forkWorker, jobOn } from './worker.test-support.ts';

const VALUES = 10_000;

async function outputsOf(build: (graph: GraphBuilder, x: Tensor) => void) {
  const graph = new GraphBuilder();
  build(graph, graph.input('x', 'float32', [1, VALUES]));
  const job = jobOn(modelBytes(graph.build('g', '')), [
    { name: 'x', type: 'float32', shape: [1, VALUES], values: 'normal', fill: { kind: 'normal' } },
  ]);
  const { child, warnings } = forkWorker();
  const { outputs } = await child.connection.remote.measure(job);
  const byName = new Map((outputs ?? []).map((output) => [output.name, output]));
  return { warnings, output: (name: string) => byName.get(name) as OutputSummary };
}

describe('the outputs of a first run', () => {
  it('are kept as a sample of their values, whatever their type', async () => {
    const ONNX = { float16: 10, int64: 7, bool: 9, string: 8 } as const;
    const { output, warnings } = await outputsOf((graph, x) => {
      graph.output(graph.node('Abs', [x], [1, VALUES], { name: 'plain' }));
      for (const type of ['float16', 'int64', 'bool', 'string'] as const) {
        graph.output(
          graph.node('Cast', [x], [1, VALUES], { name: type, type, attributes: { to: ONNX[type] } }),
        );
      }
    });
    const plain = output('plain');
    expect(plain).toMatchObject({ type: 'float32', shape: [1, VALUES], count: VALUES, stride: 3 });
    expect(plain.values).toHaveLength(Math.ceil(VALUES / 3));
    for (const [index, value] of plain.values.entries()) {
      const magnitude = value ?? Number.NaN;
      expect(Math.abs(Math.abs(output('float16').values[index] ?? Number.NaN) - magnitude)).toBeLessThan(
        magnitude / 1000 + 1e-7,
      );
      expect(Math.abs(output('int64').values[index] ?? Number.NaN)).toBe(Math.trunc(magnitude));
      expect(output('bool').values[index]).toBe(magnitude === 0 ? 0 : 1);
    }
    expect(output('string')).toMatchObject({ type: 'string', count: VALUES, values: [] });
    expect(warnings).toEqual([]);
  });

  it('are counted through for what is no number, and that is warned of', async () => {
    const { output, warnings } = await outputsOf((graph, x) => {
      graph.output(graph.node('Sqrt', [x], [1, VALUES], { name: 'roots' }));
      graph.output(
        graph.node('Div', [graph.number(1), graph.node('Floor', [x], [1, VALUES])], [1, VALUES], {
          name: 'shares',
        }),
      );
    });
    // Of normal values one half is negative, and a third lies from 0 to 1.
    const { notANumber, infinite, values } = output('roots');
    expect(notANumber).toBeGreaterThan(0.47 * VALUES);
    expect(notANumber).toBeLessThan(0.53 * VALUES);
    expect(infinite).toBe(0);
    expect(values.filter((value) => value === null).length).toBeGreaterThan(0.4 * values.length);
    expect(output('shares').infinite).toBeGreaterThan(0.3 * VALUES);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.message).toMatch(/not a number in [\d ]+ of 10 000 values of its output roots\./);
  });

  it('are the same in two workers on the same seed, and others on another', async () => {
    const ready = async (seed: number) => {
      const { child } = forkWorker();
      const { outputs } = await child.connection.remote.prepare(demoJob('encoder-tiny', { seed }));
      return outputs;
    };
    const first = await ready(1);
    expect(agreementOf(first, await ready(1))).toMatchObject({ maxError: 0, cosine: 1, reasons: [] });
    expect(agreementOf(first, await ready(2)).maxError).toBeGreaterThan(1e-4);
  });
});
