import type { OperandFact, OperatorProfile, RunProfile } from './profile.ts';
import type { SpanTable } from './spans.ts';

/** An operator of half a millisecond that a test made up. */
export function anOperator(change: Partial<OperatorProfile> = {}): OperatorProfile {
  const selfMs = change.selfMs ?? 0.5;
  return {
    name: 'a node',
    op: 'MatMul',
    domain: 'ai.onnx',
    family: 'matrix',
    provider: 'cpu',
    module: [],
    sources: [],
    parent: -1,
    count: 200,
    perIteration: 1,
    recordedMs: selfMs * 1.1,
    selfMs,
    selfMsCi95: null,
    totalMs: selfMs,
    share: 0,
    gpu: null,
    inputs: [],
    outputs: [],
    macs: null,
    flops: null,
    bytesRead: null,
    bytesWritten: null,
    memory: null,
    ...change,
  };
}

export function operand(
  tensor: string,
  shape: readonly number[],
  type: OperandFact['type'] = 'float32',
): OperandFact {
  return { tensor, shape, type };
}

/** Its shares, placement and dearest follow from its operators. */
export function aProfile(change: Partial<RunProfile> = {}): RunProfile {
  const cleanMeanMs = change.cleanMeanMs ?? 10;
  const overheadFactor = change.overheadFactor ?? 1.1;
  const operators = (change.operators ?? []).map((operator) => ({
    ...operator,
    share: operator.selfMs / cleanMeanMs,
  }));
  const provider = change.placement?.provider ?? 'cpu';
  const places = operators.map((_, place) => place);
  const byTime = places.toSorted(
    (a, b) => (operators[b] as OperatorProfile).selfMs - (operators[a] as OperatorProfile).selfMs,
  );
  const dearest = operators[byTime[0] ?? -1];
  const sum = (of: readonly OperatorProfile[]): number => of.reduce((total, one) => total + one.selfMs, 0);
  const copies = operators.filter(({ family }) => family === 'copy');
  const fallbacks = byTime.filter((place) => operators[place]?.provider === 'cpu' && provider !== 'cpu');
  const providers = [...new Set(operators.map((operator) => operator.provider))];
  return {
    runId: '0123456789abcdef',
    cleanMeanMs,
    profiledMeanMs: cleanMeanMs * overheadFactor,
    overheadFactor,
    isIndicative: overheadFactor > 1.5,
    eventCostMs: 0.004,
    iterations: 200,
    slices: 1,
    operatorCount: operators.length,
    dearest: dearest ? { op: dearest.op, name: dearest.name, share: dearest.share } : null,
    memory: null,
    outsideMs: Math.max(0, cleanMeanMs - sum(operators)),
    coverage: { flops: 1, bytes: 1 },
    notes: [],
    ...change,
    operators,
    placement: {
      provider,
      operators: operators.length,
      byProvider: providers.map((each) => {
        const there = operators.filter((operator) => operator.provider === each);
        return {
          provider: each,
          operators: there.length,
          selfMs: sum(there),
          share: sum(there) / cleanMeanMs,
        };
      }),
      fallbacks,
      fallbackMs: sum(fallbacks.map((place) => operators[place] as OperatorProfile)),
      copies: { count: copies.length, bytes: null, selfMs: sum(copies) },
      ...change.placement,
    },
  };
}

interface SpanFact {
  readonly name: string;
  readonly startUs: number;
  readonly durationUs: number;
  readonly depth?: number;
  readonly track?: number;
  readonly subject?: number;
}

/** On tracks of the worker's processes; names are shared as in a real table. */
export function spansOf(facts: readonly SpanFact[], tracks: SpanTable['tracks']): SpanTable {
  const names = [...new Set(facts.map(({ name }) => name))];
  return {
    names,
    categories: ['other'],
    tracks,
    name: Uint32Array.from(facts, ({ name }) => names.indexOf(name)),
    category: new Uint8Array(facts.length),
    track: Uint16Array.from(facts, ({ track = 0 }) => track),
    depth: Uint16Array.from(facts, ({ depth = 0 }) => depth),
    startUs: Float64Array.from(facts, ({ startUs }) => startUs),
    durationUs: Float64Array.from(facts, ({ durationUs }) => durationUs),
    subject: Int32Array.from(facts, ({ subject = -1 }) => subject),
  };
}
