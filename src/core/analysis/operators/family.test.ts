import { expect, test } from 'vitest';
import { familyOf } from './family.ts';

test.each([
  ['MatMul', '', 'matrix'],
  ['Gemm', 'ai.onnx', 'matrix'],
  ['LSTM', '', 'matrix'],
  ['Conv', 'com.microsoft.nchwc', 'convolution'],
  ['Conv', 'com.ms.internal.nhwc', 'convolution'],
  ['GroupQueryAttention', 'com.microsoft', 'attention'],
  ['SkipLayerNormalization', 'com.microsoft', 'normalisation'],
  ['Softmax', '', 'normalisation'],
  ['Erf', '', 'element-wise'],
  ['Transpose', '', 'movement'],
  ['ReorderOutput', 'com.microsoft.nchwc', 'movement'],
  ['ZipMap', 'ai.onnx.ml', 'movement'],
  ['MemcpyToHost', '', 'copy'],
  ['Loop', '', 'control'],
] as const)('%s of "%s" is %s', (op, domain, family) => {
  expect(familyOf(op, domain)).toBe(family);
});

test.each([
  ['TreeEnsembleClassifier', 'ai.onnx.ml'],
  ['Conv', 'somebody.else'],
  ['', ''],
  ['constructor', ''],
  ['__proto__', ''],
])('%s of "%s" is nobody’s', (op, domain) => {
  expect(familyOf(op, domain)).toBe('other');
});
