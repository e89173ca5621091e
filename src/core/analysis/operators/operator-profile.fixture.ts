import { anOperator, operand } from '../../../contract/profile.fixture.ts';
import type { OperatorProfile } from '../../../contract/profile.ts';

/** A MatMul on the CPU of which everything is known but its memory, with what the test is about. */
export function operatorOf(given: Partial<OperatorProfile> = {}): OperatorProfile {
  const selfMs = given.selfMs ?? 1;
  return anOperator({
    name: 'node',
    count: 100,
    recordedMs: selfMs,
    selfMs,
    selfMsCi95: [selfMs * 0.9, selfMs * 1.1],
    share: selfMs / 10,
    inputs: [operand('x', [8, 8])],
    outputs: [operand('y', [8, 8])],
    macs: 512,
    flops: 1024,
    bytesRead: 512,
    bytesWritten: 256,
    ...given,
  });
}
