import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ModelGraph } from '../../../../contract/model-graph.ts';
import {
  attribute,
  graph,
  localFunction,
  model,
  node,
  value,
  weight,
} from '../../../model/graph/built-model.fixture.ts';
import { modelGraph } from '../../../model/graph/model-graph.ts';
import { bytesSource } from '../../../model/byte-source.ts';
import { buildDemo } from '../../../model/index.ts';
import { readModel } from '../../../model/onnx-reader.ts';
import type { OnnxModel } from '../../../model/onnx-messages.ts';
import { answerOf, renamed, withNodes } from '../profiled-model.test-support.ts';
import { groupNodes } from './group-nodes.ts';
import { matchGraphs } from './match-graphs.ts';
import type { Matches } from './matches.ts';
import { plainName } from './plain-name.ts';
import { dynamicallyQuantised, withQuantisers } from './quantised-model.test-support.ts';

const graphOf = (of: OnnxModel): ModelGraph => modelGraph(of, []);
const matched = (a: OnnxModel, b: OnnxModel): Matches => answerOf(matchGraphs(graphOf(a), graphOf(b)));

/** Of nodes that do something: where each of A is found in B, by the name that it had before it was changed. */
function rightOnes(
  matches: Matches,
  nameInB: (name: string) => string,
): { right: number; wrong: string[]; all: number } {
  const wrong: string[] = [];
  let [right, all] = [0, 0];
  const inB = new Set(matches.b.nodes.map(({ name }) => name));
  for (const [place, { name }] of matches.a.nodes.entries()) {
    if (matches.a.isConstant[place] === 1 || !inB.has(nameInB(name))) continue;
    all += 1;
    const found = matches.b.nodes[matches.toB[place] ?? -1]?.name;
    if (found === nameInB(name)) right += 1;
    else wrong.push(`${name} is ${found ?? 'nowhere'}`);
  }
  return { right, wrong, all };
}

const scrambled = (name: string): string =>
  `n${[...name].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 999_983, 7)}`;

describe('nodes of two graphs', () => {
  it.each(['mlp-small', 'cnn-base', 'encoder-small', 'decoder-small'])(
    'are found in %s without any name',
    (demo) => {
      const a = buildDemo(demo);
      const { wrong, all } = rightOnes(matched(a, renamed(a, scrambled)), scrambled);
      expect([wrong, all > 5]).toEqual([[], true]);
    },
  );

  it.each(['mlp-small', 'cnn-small', 'encoder-small', 'decoder-tiny'])(
    'are found in %s after some were put in, and all were counted anew',
    (demo) => {
      const a = buildDemo(demo);
      const middle = Math.floor(a.graph.node.length / 2);
      const target = a.graph.node.findIndex(
        ({ opType }, place) => place >= middle && /Gemm|Conv|MatMul/.test(opType ?? ''),
      );
      const names = new Map<string, string>();
      let count = 0;
      const b = withNodes(a, (each, place) => {
        const numbered = (name: string, opType: string): string => {
          names.set(name, `${opType}_${count}`);
          count += 1;
          return names.get(name) ?? '';
        };
        if (place !== target) return [{ ...each, name: numbered(each.name ?? '', each.opType ?? '') }];
        return [
          {
            ...each,
            opType: 'Relu',
            name: numbered('one', 'Relu'),
            input: [each.input[0] ?? ''],
            output: ['one'],
            attribute: [],
          },
          {
            ...each,
            opType: 'Relu',
            name: numbered('two', 'Relu'),
            input: ['one'],
            output: ['two'],
            attribute: [],
          },
          {
            ...each,
            name: numbered(each.name ?? '', each.opType ?? ''),
            input: ['two', ...each.input.slice(1)],
          },
        ];
      });
      for (const weightsToo of [false, true]) {
        const other = weightsToo ? renamed(b, scrambled) : b;
        const nameInB = (name: string): string =>
          weightsToo ? scrambled(names.get(name) ?? '') : (names.get(name) ?? '');
        const matches = matched(a, other);
        const { wrong } = rightOnes(matches, nameInB);
        // Of Relu after Relu nobody can tell which one is new.
        expect(wrong.filter((words) => !words.startsWith('Relu'))).toEqual([]);
        expect(matches.openB()).toHaveLength(2);
      }
    },
  );

  it('are not found where two models share nothing', () => {
    const { count, a, b } = matched(buildDemo('cnn-small'), renamed(buildDemo('encoder-small'), scrambled));
    expect(count).toBeLessThan(0.05 * Math.min(a.nodes.length, b.nodes.length));
  });

  it('are not told by names that were dealt out anew', () => {
    const a = buildDemo('encoder-small');
    const names = a.graph.node.map(({ name = '' }) => `/layer/${name}`);
    const paths = withNodes(a, (each) => [{ ...each, name: `/layer/${each.name ?? ''}` }]);
    const dealt = withNodes(paths, (each, place) => [
      { ...each, name: names[(place * 7 + 3) % names.length] ?? '' },
    ]);
    const { toB, a: side } = matched(
      paths,
      renamed(dealt, (name) => (name.startsWith('/') ? name : scrambled(name))),
    );
    const off = [...toB.entries()].filter(([x, y]) => side.isConstant[x] === 0 && x !== y);
    expect(off).toEqual([]);
  });

  it('are found through dynamic quantisation, with all that stands around a product', () => {
    const a = buildDemo('encoder-tiny');
    const matches = matched(a, dynamicallyQuantised(a));
    const { groupOfA, groupOfB } = groupNodes(matches);
    const { nodes } = matches.b;
    const inGroup = (place: number): string[] =>
      nodes.flatMap(({ op }, other) => (groupOfB(other) === groupOfA(place) ? [op] : [])).sort();
    const products = matches.a.nodes.flatMap(({ op, inputs }, place) =>
      op === 'MatMul' && matches.a.graph.tensors[inputs[1] ?? -1]?.role === 'weight' ? [place] : [],
    );
    expect(products.length).toBeGreaterThan(5);
    for (const place of products)
      expect(inGroup(place).filter((op) => op !== 'DynamicQuantizeLinear')).toEqual([
        'Cast',
        'MatMulInteger',
        'Mul',
        'Mul',
      ]);
    // Query, key and value read one quantised value: it is nobody's alone.
    const alone = matches.openB().filter((place) => {
      const group = groupOfB(place);
      return matches.a.nodes.every((_, other) => groupOfA(other) !== group);
    });
    expect(alone.map((place) => nodes[place]?.op)).toEqual([
      'DynamicQuantizeLinear',
      'DynamicQuantizeLinear',
    ]);
  });

  it('are found through the nodes that quantise and dequantise each value', () => {
    const a = buildDemo('cnn-tiny');
    const b = withQuantisers(a);
    expect(rightOnes(matched(a, b), (name) => name).wrong).toEqual([]);
    expect(rightOnes(matched(a, renamed(b, scrambled)), scrambled).wrong).toEqual([]);
  });

  it('stand in each other’s place: an expression for one operator', () => {
    const input = value('x', [4, 8]);
    const before = [
      node('MatMul', ['x', 'w'], ['y']),
      node('Sigmoid', ['y'], ['s']),
      node('Mul', ['y', 's'], ['z']),
      node('MatMul', ['z', 'v'], ['out']),
    ];
    const after = [
      node('MatMul', ['x', 'w'], ['q']),
      node('Swish', ['q'], ['r']),
      node('MatMul', ['r', 'v'], ['out']),
    ];
    const weights = [weight('w', [8, 8]), weight('v', [8, 8])];
    const of = (nodes: typeof before): OnnxModel =>
      model(graph(nodes, { input: [input], output: [value('out', [4, 8])], initializer: weights }));
    const matches = matched(of(before), of(after));
    expect([...matches.toB]).toEqual([0, -1, -1, 2]);
    const { groupOfA, groupOfB } = groupNodes(matches);
    expect([groupOfA(1), groupOfA(2)]).toEqual([groupOfB(1), groupOfB(1)]);
  });

  it('are found inside of bodies and of local functions', () => {
    const body = (name: string): ReturnType<typeof graph> =>
      graph([node('Add', ['x', 'x'], [`${name}_a`]), node('Relu', [`${name}_a`], [`${name}_out`])], {
        output: [value(`${name}_out`, [4])],
      });
    const build = (prefix: string): OnnxModel =>
      model(
        graph(
          [
            node('If', ['c'], [`${prefix}y`], {
              attribute: [
                attribute('then_branch', { type: 5, g: body(`${prefix}t`) }),
                attribute('else_branch', { type: 5, g: body(`${prefix}e`) }),
              ],
            }),
            node('Twice', [`${prefix}y`], ['out'], { domain: 'local' }),
          ],
          { input: [value('x', [4]), value('c', [], 'bool')], output: [value('out', [4])] },
        ),
        [localFunction('Twice', ['i'], ['o'], [node('Add', ['i', 'i'], ['o'])])],
      );
    const { toB, a } = matched(build('one_'), build('other_'));
    expect(a.nodes.length).toBe(7);
    expect([...toB]).toEqual([...a.nodes.keys()]);
  });

  it('survive tensors that nobody makes, operands left out, and names without end', () => {
    const long = 'x'.repeat(1_000_000);
    const strange = graphOf(
      model(
        graph([
          node('Relu', ['', 'ghost'], [long], { name: long }),
          node('Relu', [long], [''], { name: long }),
        ]),
      ),
    );
    expect([...answerOf(matchGraphs(strange, { ...strange, name: 'other' })).toB]).toEqual([0, 1]);
    const empty: ModelGraph = { name: '', nodes: [], tensors: [] };
    expect(answerOf(matchGraphs(empty, strange)).count).toBe(0);
  });

  it.each([
    ['/layer/MatMul_quant_scales_mul', '/layer/MatMul'],
    ['fused /layer/MatMul', '/layer/MatMul'],
    ['onnx::Conv_12_quantized', 'onnx::Conv_12'],
    ['Conv_3_nchwc', 'Conv_3'],
    ['/a/Add_output_0_QuantizeLinear', '/a/Add'],
    ['_quant', '_quant'],
    ['MatMul_95', 'MatMul_95'],
  ])('are called alike without what tools add: %s', (name, plain) => {
    expect(plainName(name)).toBe(plain);
  });

  const folder = join(process.env['DYNO_REFERENCE'] ?? '', 'onnx', 'real');
  const there = process.env['DYNO_REFERENCE'] !== undefined && existsSync(folder);
  const read = (name: string): OnnxModel => readModel(bytesSource(readFileSync(join(folder, name))), name);
  it.skipIf(!there)(
    'of real models are found (skipped where DYNO_REFERENCE names no folder with them)',
    () => {
      const bert = read('TFBertForQuestionAnswering.onnx');
      const { wrong, all } = rightOnes(matched(bert, renamed(bert, scrambled)), scrambled);
      expect([wrong, all > 3000]).toEqual([[], true]);

      const attention = matched(read('attention_past_state.onnx'), read('attention_past_state.u8s8.onnx'));
      const { groupOfA, groupOfB } = groupNodes(attention);
      const quantised = attention.b.nodes.flatMap(({ op }, place) =>
        /^(QAttention|MatMulInteger)/.test(op) ? [place] : [],
      );
      expect(quantised.length).toBeGreaterThan(0);
      for (const place of quantised)
        expect(attention.a.nodes.some((_, other) => groupOfA(other) === groupOfB(place))).toBe(true);
      expect(attention.openA().length).toBeLessThan(0.1 * attention.a.nodes.length);
    },
  );
});
