import type { OperatorProfile } from '../../../contract/profile.ts';

/** A MatMul on the CPU of which everything is known but its memory, with what the test is about. */
export function operatorOf(given: Partial<OperatorProfile> = {}): OperatorProfile {
  const selfMs = given.selfMs ?? 1;
  return {
    name: 'node',
    op: 'MatMul',
    domain: 'ai.onnx',
    family: 'matrix',
    provider: 'cpu',
    module: [],
    sources: [],
    parent: -1,
    count: 100,
    perIteration: 1,
    recordedMs: selfMs,
    selfMs,
    selfMsCi95: [selfMs * 0.9, selfMs * 1.1],
    totalMs: selfMs,
    share: selfMs / 10,
    gpu: null,
    inputs: [{ tensor: 'x', type: 'float32', shape: [8, 8] }],
    outputs: [{ tensor: 'y', type: 'float32', shape: [8, 8] }],
    macs: 512,
    flops: 1024,
    bytesRead: 512,
    bytesWritten: 256,
    memory: null,
    ...given,
  };
}
