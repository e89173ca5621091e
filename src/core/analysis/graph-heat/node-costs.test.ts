import { describe, expect, it } from 'vitest';
import type { OperatorProfile, RunProfile } from '../../../contract/profile.ts';
import { foldTree } from '../graph-layout/fold-tree.ts';
import { graphOf } from '../graph-layout/graph.test-support.ts';
import { groupCosts } from './group-costs.ts';
import { heatOf } from './heat-metric.ts';
import { nodeCosts, NO_COST } from './node-costs.ts';
import { placements } from './provider-share.ts';

const operator = (given: Partial<OperatorProfile>): OperatorProfile =>
  ({
    op: 'Relu',
    provider: 'cpu',
    sources: [],
    selfMs: 1,
    share: 0.1,
    flops: 10,
    bytesRead: 4,
    bytesWritten: 1,
    ...given,
  }) as OperatorProfile;

const profileOf = (operators: readonly OperatorProfile[]): RunProfile =>
  ({ operators }) as unknown as RunProfile;

const graph = graphOf([
  { module: ['a'], makes: ['1'] },
  { module: ['a'], reads: ['1'], makes: ['2'] },
  { module: ['b'], reads: ['2'], makes: ['3'] },
  { module: ['b'], reads: ['3'], makes: ['4'] },
]);
const profile = profileOf([
  operator({ sources: [0, 1], selfMs: 3, share: 0.3 }),
  operator({ sources: [2], selfMs: 2, share: 0.2, provider: 'webgpu', flops: null }),
]);

describe('the costs of nodes', () => {
  const costs = nodeCosts(graph, profile);

  it('give each node of a fused operator all of its time, and tell what became of each', () => {
    expect(costs.ofNode.map(({ selfMs }) => selfMs)).toEqual([3, 3, 2, null]);
    expect(costs.fates).toEqual(['fused', 'fused', 'own', 'not-reached']);
    expect(costs.operators).toEqual([[0], [0], [1], []]);
  });

  it('count an operator once in the sums of modules', () => {
    const tree = foldTree(graph);
    expect(groupCosts(tree, costs).map(({ selfMs, flops }) => [selfMs, flops])).toEqual([
      [3, 10],
      [2, 0],
    ]);
    expect(placements(tree, costs, profile).ofGroup).toEqual([
      [{ provider: 'cpu', nodes: 2 }],
      [{ provider: 'webgpu', nodes: 1 }],
    ]);
  });

  it('tell of a node that is no operator why it is none', () => {
    const marked = {
      ...graph,
      nodes: graph.nodes.map((node, place) => ({
        ...node,
        parent: place === 3 ? 2 : -1,
        ...(place === 0 && { leftOut: 'folded' as const }),
        ...(place === 1 && { leftOut: 'eliminated' as const }),
      })),
    };
    const inside = nodeCosts(marked, profileOf([operator({ sources: [3] })]));
    expect(inside.fates).toEqual(['folded', 'eliminated', 'opened', 'own']);
  });

  it('are what the file tells where nothing was profiled, or nothing could be mapped', () => {
    expect(nodeCosts(graph, null).fates).toEqual(Array(4).fill('unmeasured'));
    expect(nodeCosts(graph, profileOf([operator({})])).ofNode[0]).toEqual(NO_COST);
  });
});

it('tells intensity only where both sides are known', () => {
  expect(heatOf('intensity', { ...NO_COST, flops: 10, bytesRead: 4, bytesWritten: 1 })).toBe(2);
  expect(heatOf('intensity', { ...NO_COST, flops: 10, bytesRead: 4 })).toBeNull();
  expect(heatOf('intensity', { ...NO_COST, flops: 10, bytesRead: 0, bytesWritten: 0 })).toBeNull();
});
