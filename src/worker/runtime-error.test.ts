import { describe, expect, it } from 'vitest';
import { cleanRuntimeMessage, modelRefused, providerUnavailable, runFailed } from './runtime-error.ts';

describe('the runtime’s words', () => {
  it.each([
    [
      'Load model from /home/me/foo.onnx failed:Fatal error: test:Foo(-1) is not a registered function/op',
      'test:Foo(-1) is not a registered function/op',
    ],
    [
      "/onnxruntime_src/onnxruntime/core/graph/graph.cc:1409 onnxruntime::Graph::Graph(const onnxruntime::Model&, onnx::GraphProto*, const std::unordered_map<std::__cxx11::basic_string<char>, int>&, bool) This is an invalid model. Tensor '' does not have valid data type.\n",
      "This is an invalid model. Tensor '' does not have valid data type.",
    ],
    [
      '/onnxruntime_src/webgpu_context.cc:136 onnxruntime::webgpu::WebGpuContext::Initialize(const onnxruntime::webgpu::WebGpuContextConfig&)::<lambda()> adapter_result.status == wgpu::RequestAdapterStatus::Success was false. Failed to get a WebGPU adapter: No supported adapters\n',
      'Failed to get a WebGPU adapter: No supported adapters',
    ],
    [
      "Non-zero status code returned while running Col2Im node. Name:'' Status Message: col2im.cc:78 Compute Padded image extent is smaller than the kernel.",
      'its operator Col2Im failed: Padded image extent is smaller than the kernel.',
    ],
    ['[ONNXRuntimeError] : 9 : NOT_IMPLEMENTED : Failed to find kernel', 'Failed to find kernel'],
    ['', 'it gave no reason'],
  ])('%s', (raw, clean) => {
    expect(cleanRuntimeMessage(new Error(raw))).toBe(clean);
  });
});

describe('what they mean', () => {
  it('is a refused model, with a step that fits the reason', () => {
    expect(modelRefused(new Error('com.x:Y(-1) is not a registered function/op'), 'm.onnx')).toMatchObject({
      code: 'MODEL_REFUSED',
      subject: 'm.onnx',
      nextStep: expect.stringContaining('standard ONNX set') as string,
    });
    expect(modelRefused(new Error('Protobuf parsing failed.'), 'm').nextStep).toContain('complete');
  });

  it('is a failed run, a wrong shape, or an output that nobody can fetch', () => {
    expect(runFailed(new Error('Something in a kernel'), 'm').code).toBe('RUN_FAILED');
    const shape =
      'Got invalid dimensions for input: x for the following indices\n index: 1 Got: 3 Expected: 64\n';
    expect(runFailed(new Error(shape), 'm').code).toBe('SHAPE_INVALID');
    expect(runFailed(new Error('Non tensor type is temporarily not supported.'), 'm')).toMatchObject({
      code: 'MODEL_REFUSED',
      message: expect.stringContaining('no tensor') as string,
    });
  });

  it('is a missing provider, and the CPU as the way out', () => {
    expect(providerUnavailable('webgpu', new Error('No adapters'))).toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
      subject: 'webgpu',
      nextStep: expect.stringContaining('--provider cpu') as string,
    });
  });
});
