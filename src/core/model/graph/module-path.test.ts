import { expect, test } from 'vitest';
import { modulePath } from './module-path.ts';

test.each([
  ['/encoder/layer.0/attention/self/MatMul', ['encoder', 'layer.0', 'attention', 'self']],
  ['/encoder/layer.0/attention/self/MatMul_1', ['encoder', 'layer.0', 'attention', 'self']],
  ['encoder/dense/MatMul;', ['encoder', 'dense']],
  [
    'tf_bert_for_question_answering/bert/encoder/layer_._8/attention/self/Shape:0',
    ['tf_bert_for_question_answering', 'bert', 'encoder', 'layer_._8', 'attention', 'self'],
  ],
  ['tf_bert/split:1/squeeze', ['tf_bert', 'split']],
  ['model.layers.3.mlp.fc1.MatMul', ['model', 'layers.3', 'mlp', 'fc1']],
  ['layers.3.12.MatMul', ['layers.3.12']],
  ['/model//layers.0/Add', ['model', 'layers.0']],
  ['/encoder/query/MatMul_3/MatMulAddFusion', ['encoder', 'query']],
  ['/encoder/Conv_12/fused', ['encoder']],
  ['/encoder/query/MatMul/MatmulTransposeFusion//MatMulScaleFusion/', ['encoder', 'query']],
  ['fused /bert/pooler/dense/Gemm', ['bert', 'pooler', 'dense']],
])('%s belongs to %j', (name, modules) => {
  expect(modulePath(name)).toEqual(modules);
});

test.each([
  '',
  '/',
  '///',
  'MatMul_130',
  'MatMul',
  'Conv_12/fused',
  'node_linear_3',
  'Gelu_v1.0',
  'MatMul input_0 and input_1',
  'a sentence. With a stop',
])('"%s" is no path', (name) => {
  expect(modulePath(name)).toEqual([]);
});

test('a module that is called like an operator stays one, for it has no number', () => {
  expect(modulePath('/Attention/MatMul')).toEqual(['Attention']);
});

test('cuts what is too long to be read, wherever it is long', () => {
  const long = modulePath(`/encoder/${'x'.repeat(1_000_000)}/MatMul`);
  expect(long).toEqual(['encoder']);
  const segment = modulePath(`/encoder/${'x'.repeat(500)}/MatMul`);
  expect(segment[1]).toBe(`${'x'.repeat(80)}…`);
  expect(modulePath('a/'.repeat(200) + 'MatMul')).toHaveLength(24);
  expect(modulePath('a.'.repeat(500_000) + 'MatMul').length).toBeLessThanOrEqual(24);
});
