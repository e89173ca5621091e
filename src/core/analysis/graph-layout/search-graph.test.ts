import { expect, it } from 'vitest';
import { graphOf } from './graph.test-support.ts';
import { searchGraph } from './search-graph.ts';

const graph = graphOf([
  { op: 'MatMul', name: 'encoder/layer_0/query', reads: ['x', 'w_query'], makes: ['q'] },
  { op: 'Add', name: 'encoder/layer_0/sum', reads: ['q', 'x'], makes: ['out'] },
]);

it('finds nodes by operator, name and tensors, whatever the case', () => {
  expect(searchGraph(graph, 'matmul')).toEqual([0]);
  expect(searchGraph(graph, 'LAYER_0')).toEqual([0, 1]);
  expect(searchGraph(graph, 'w_query')).toEqual([0]);
});

it('wants all of the words, in any of these', () => {
  expect(searchGraph(graph, 'add x')).toEqual([1]);
  expect(searchGraph(graph, 'add w_query')).toEqual([]);
});

it('finds nothing for nothing', () => {
  expect(searchGraph(graph, '   ')).toEqual([]);
});
