import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { familyOfAll, groupByProvider, groupByType } from './group-operators.ts';
import { moduleTree, NO_MODULE, spreadModules } from './module-tree.ts';
import type { OperatorGroup } from './group-operators.ts';
import { operatorOf } from './operator-profile.fixture.ts';

const all = (operators: readonly unknown[]): readonly number[] => operators.map((_, place) => place);
const shape = (groups: readonly OperatorGroup[]): unknown =>
  groups.map(({ label, places, groups: inside }) => [label, places, shape(inside)]);

describe('operators by type and provider', () => {
  it('keep their order, and tell a type of another domain apart', () => {
    const operators = [
      operatorOf({ op: 'Gemm' }),
      operatorOf({ op: 'MatMul', provider: 'webgpu' }),
      operatorOf({ op: 'Gemm', domain: 'com.example' }),
      operatorOf({ op: 'Gemm', domain: '' }),
    ];
    expect(groupByType(operators, all(operators)).map(({ label, places }) => [label, places])).toEqual([
      ['Gemm', [0, 3]],
      ['MatMul', [1]],
      ['Gemm (com.example)', [2]],
    ]);
    expect(groupByProvider(operators, [1, 3]).map(({ label }) => label)).toEqual(['webgpu', 'cpu']);
  });

  it('have a family where all are of one', () => {
    const operators = [operatorOf(), operatorOf(), operatorOf({ family: 'copy' })];
    expect(familyOfAll(operators, [0, 1])).toBe('matrix');
    expect(familyOfAll(operators, [0, 2])).toBeNull();
    expect(familyOfAll(operators, [])).toBeNull();
  });
});

describe('operators by module', () => {
  it('are a tree, in which a module with one module inside is one line with it', () => {
    const operators = [
      operatorOf({ module: ['bert', 'encoder', 'layer.0'] }),
      operatorOf({ module: ['bert', 'encoder', 'layer.1', 'attention'] }),
      operatorOf({ module: ['bert', 'encoder', 'layer.1'] }),
      operatorOf(),
    ];
    expect(shape(moduleTree(operators, all(operators)))).toEqual([
      [
        'bert/encoder',
        [0, 1, 2],
        [
          ['layer.0', [0], []],
          ['layer.1', [1, 2], [['attention', [1], []]]],
        ],
      ],
      [NO_MODULE, [3], []],
    ]);
  });

  it('are taken apart where few of them hold all', () => {
    const operators = [
      operatorOf({ module: ['net', 'a', 'x'], selfMs: 5 }),
      operatorOf({ module: ['net', 'a', 'y'], selfMs: 4 }),
      operatorOf({ module: ['net', 'b'], selfMs: 3 }),
      operatorOf({ module: ['net'], selfMs: 1 }),
    ];
    const cost = ({ places }: OperatorGroup): number =>
      places.reduce((sum, place) => sum + (operators[place]?.selfMs ?? 0), 0);
    const spread = (count: number): unknown =>
      shape(spreadModules(moduleTree(operators, all(operators)), count, cost));
    expect(spread(3)).toEqual([
      ['net/a', [0, 1], expect.anything()],
      ['net/b', [2], []],
      ['net', [3], []],
    ]);
    expect(spread(99)).toEqual([
      ['net/a/x', [0], []],
      ['net/a/y', [1], []],
      ['net/b', [2], []],
      ['net', [3], []],
    ]);
  });

  it('hold each operator once on each level, whatever its path', () => {
    const path = fc.array(fc.constantFrom('a', 'b', '', 'a/b'), { maxLength: 60 });
    fc.assert(
      fc.property(fc.array(path, { maxLength: 40 }), (paths) => {
        const operators = paths.map((module) => operatorOf({ module }));
        const count = (groups: readonly OperatorGroup[]): number =>
          groups.reduce((sum, { own, groups: inside }) => sum + own.length + count(inside), 0);
        const groups = moduleTree(operators, all(operators));
        expect(count(groups)).toBe(paths.length);
        expect(groups.flatMap(({ places }) => places).sort((a, b) => a - b)).toEqual(all(operators));
      }),
    );
  });
});
