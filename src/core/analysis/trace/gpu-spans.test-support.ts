import type { TraceDevice } from '../../../contract/trace.ts';
import type { GivenSpan } from './columns.test-support.ts';

/** Parts of a trace as a profiler of GPUs writes them, for tests that know the answer by arithmetic. */

let correlations = 0;

export interface GivenLaunch {
  readonly name?: string;
  /** Of the call on the host. */
  readonly callUs: number;
  readonly callDurationUs?: number;
  readonly call?: string;
  readonly startUs: number;
  readonly durationUs: number;
  readonly stream?: number;
  readonly device?: number;
  readonly thread?: string;
  readonly kind?: 'kernel' | 'memcpy' | 'memset';
  readonly details?: GivenSpan['details'];
}

/** A call and the work that it launched. */
export function launch(given: GivenLaunch): readonly GivenSpan[] {
  correlations += 1;
  const { kind = 'kernel', stream = 7, device = 0, thread = 'main' } = given;
  const calls = { kernel: 'cudaLaunchKernel', memcpy: 'cudaMemcpyAsync', memset: 'cudaMemsetAsync' };
  return [
    {
      name: given.call ?? calls[kind],
      kind: 'runtime',
      track: thread,
      startUs: given.callUs,
      durationUs: given.callDurationUs ?? 5,
      details: { correlation: correlations },
    },
    work({ ...given, kind, stream, device, details: { correlation: correlations, ...given.details } }),
  ];
}

/** Work whose launch is not in the trace. */
export function work({
  name,
  startUs,
  durationUs,
  stream = 7,
  device = 0,
  kind = 'kernel',
  details = {},
}: Omit<GivenLaunch, 'callUs'>): GivenSpan {
  return {
    name: name ?? (kind === 'kernel' ? 'elementwise_kernel' : kind === 'memcpy' ? 'Memcpy HtoD' : 'Memset'),
    kind,
    startUs,
    durationUs,
    track: { process: `GPU ${device}`, name: `stream ${stream}`, kind: 'stream' },
    details: { device, stream, ...details },
  };
}

export const step = (number: number, startUs: number, durationUs: number): GivenSpan => ({
  name: `ProfilerStep#${number}`,
  kind: 'step',
  startUs,
  durationUs,
});

export const operator = (
  name: string,
  startUs: number,
  durationUs: number,
  rest: Partial<GivenSpan> = {},
): GivenSpan => ({ name, kind: 'operator', startUs, durationUs, ...rest });

export const aDevice = (rest: Partial<TraceDevice> = {}): TraceDevice => ({
  id: 0,
  name: 'A card',
  memoryBytes: null,
  computeCapability: '8.0',
  multiprocessors: 108,
  warpSize: 32,
  maxThreadsPerMultiprocessor: 2048,
  ...rest,
});
