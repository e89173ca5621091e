import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../model/utf8.ts';
import { cuts, readText, readTrace, sniffs } from '../read-trace.test-support.ts';
import { onnxruntime } from './onnxruntime.ts';

const event = (cat: string, name: string, ts: number, dur: number, args = '', tid = 7): string =>
  `{"cat" : "${cat}","pid" :1,"tid" :${tid},"dur" :${dur},"ts" :${ts},"ph" : "X","name" :"${name}","args" : {${args}}}`;
const SHAPES =
  '"op_name" : "MatMul","input_type_shape" : [{"float":[2,3]},{"int64":[]}],"mem_bytes_in_use" : "640","mem_in_use_delta" : "1","mem_in_use_peak" : "704"';
const EVENTS = [
  event('Session', 'session_initialization', 2, 90),
  event('Node', 'first_kernel_time', 105, 20, SHAPES),
  event('Node', 'say "hi" C:\\x_kernel_time', 130, 10, '"op_name" : "Relu"'),
  event('Api', 'first&MatMul&matmul_packed', 107, 11, '', 9),
  event(
    'Kernel',
    'gemm_f16',
    108,
    12,
    '"parent_name" : "first_kernel_time","provider" : "CUDAExecutionProvider"',
    7,
  ),
  event('Session', 'model_run', 100, 50),
];
const FILE = `[\n${EVENTS.join(',\n')}\n]\n`;

describe('a profile of ONNX Runtime', () => {
  it.each([1, 50, 4096])(
    'has runs with their operators, and kernels on rows of their own; pieces of %d bytes',
    (piece) => {
      const sink = readText(onnxruntime, FILE, piece);
      expect(sink.tree()).toBe(
        [
          'ONNX Runtime / thread 7 (thread)',
          '  session_initialization 2000+90000 [session]',
          '  model_run 100000+50000 [session]',
          '    first 105000+20000 [matrix]',
          '    say "hi" C:\\x 130000+10000 [element-wise]',
          'ONNX Runtime / device kernels 9 (stream)',
          '  matmul_packed 107000+11000 [matrix]',
          'ONNX Runtime / cuda kernels 7 (stream)',
          '  gemm_f16 108000+12000 [other]',
        ].join('\n'),
      );
      expect(sink.spans.map(({ kind }) => kind)).toEqual([
        'other',
        'operator',
        'operator',
        'kernel',
        'kernel',
        'step',
      ]);
      expect(sink.spans[1]?.details).toEqual({
        'input-shapes': '[[2,3],[]]',
        'input-types': '["float32","int64"]',
      });
      expect(sink.counters).toMatchObject([
        { name: 'Memory in use', unit: 'bytes', samples: [[125_000, 640]] },
      ]);
      expect(sink.warnings).toEqual([]);
    },
  );

  it('says where each event stands in the file', () => {
    const sink = readText(onnxruntime, FILE, 37);
    expect(sink.spans.map(({ sourceOffset }) => FILE.slice(sourceOffset, sourceOffset + 7))).toEqual(
      EVENTS.map(() => '{"cat" '),
    );
  });

  it('is read up to wherever it is cut', () => {
    const bytes = encodeUtf8(FILE);
    for (const cut of cuts(bytes.length - 2, 40)) {
      try {
        const sink = readTrace(onnxruntime, bytes.slice(0, cut), 99);
        expect(sink.warnings.map(({ kind }) => kind)).toEqual(['cut']);
      } catch (thrown) {
        expect(String(thrown)).toMatch(/at byte \d+\./);
      }
    }
  });

  it('is told by what stands in it', () => {
    expect(sniffs(onnxruntime, FILE)).toBe(true);
    expect(sniffs(onnxruntime, FILE.slice(0, 200))).toBe(true);
    expect(sniffs(onnxruntime, '[{"cat": "Node", "name": "x", "ph": "X", "ts": 1}]')).toBe(false);
    expect(sniffs(onnxruntime, '{"traceEvents": [{"cat": "Session", "name": "model_run"}]}')).toBe(false);
  });
});
