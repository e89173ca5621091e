import type { TraceDevice } from '../../../contract/trace.ts';
import type { TraceSink } from '../trace-sink.ts';

const LONGEST_FACT = 1000;
const KNOWN: Readonly<Record<string, string>> = {
  rank: 'Rank',
  world_size: 'World size',
  backend: 'Backend',
  nccl_version: 'NCCL',
};

/** What stands beside the list of events, told as devices and facts. Values are JSON as the source has them. */
export function tellSurroundings(sink: TraceSink, pieces: ReadonlyMap<string, string>): void {
  for (const [key, text] of pieces) {
    const value = parsed(text);
    if (key === 'deviceProperties') tellDevices(sink, value);
    else if (key === 'distributedInfo') tellFacts(sink, '', value);
    else if (key === 'metadata') tellFacts(sink, '', value);
    else tellFact(sink, key, value, text);
  }
}

function tellDevices(sink: TraceSink, value: unknown): void {
  for (const properties of Array.isArray(value) ? (value as unknown[]) : []) {
    const device = deviceOf(properties);
    if (device !== null) sink.device(device);
  }
}

function deviceOf(value: unknown): TraceDevice | null {
  if (!isRecord(value)) return null;
  const number = (key: string): number | null => (typeof value[key] === 'number' ? value[key] : null);
  const id = number('id');
  if (id === null) return null;
  const [major, minor] = [number('computeMajor'), number('computeMinor')];
  return {
    id,
    name: typeof value['name'] === 'string' ? value['name'] : `GPU ${id}`,
    memoryBytes: number('totalGlobalMem'),
    computeCapability: major === null || minor === null ? null : `${major}.${minor}`,
    multiprocessors: number('numSms'),
    warpSize: number('warpSize'),
    maxThreadsPerMultiprocessor: number('maxThreadsPerMultiprocessor'),
  };
}

function tellFacts(sink: TraceSink, prefix: string, value: unknown): void {
  if (!isRecord(value)) return;
  for (const [key, inner] of Object.entries(value))
    tellFact(sink, `${prefix}${KNOWN[key] ?? key}`, inner, '');
}

function tellFact(sink: TraceSink, name: string, value: unknown, source: string): void {
  // A number as the source writes it: nanoseconds of our time do not fit a double.
  if (typeof value === 'number') sink.fact(name, source === '' ? String(value) : source);
  else if (typeof value === 'string' && value !== '') sink.fact(name, value.slice(0, LONGEST_FACT));
  else if (typeof value === 'boolean') sink.fact(name, value ? 'yes' : 'no');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
