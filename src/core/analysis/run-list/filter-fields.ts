import type { RunColumns } from '../../../contract/run-list.ts';

/** How a field's text is held against what was typed. */
type TextRule = 'contains' | 'begins';

type KeyOf<Column> = {
  [Key in keyof RunColumns]: RunColumns[Key] extends Column ? Key : never;
}[keyof RunColumns];
export type TextColumn = Exclude<KeyOf<Uint32Array>, 'tagsFrom' | 'tagTexts'>;
export type NumberColumn = KeyOf<Float64Array>;

export interface TextField {
  readonly kind: 'text';
  readonly name: string;
  readonly column: TextColumn | 'tags';
  readonly rule: TextRule;
  readonly what: string;
}

export interface NumberField {
  readonly kind: 'number';
  readonly name: string;
  readonly column: NumberColumn;
  readonly unit: 'time' | 'bytes' | 'joules' | 'plain';
  /** Counted, so that "=" is exact. */
  readonly whole: boolean;
  readonly example: string;
  readonly what: string;
}

export interface TimeField {
  readonly kind: 'time';
  readonly name: 'after' | 'before';
  readonly what: string;
}

export interface MarkField {
  readonly kind: 'mark';
  readonly name: 'is';
  readonly what: string;
}

export type FilterField = TextField | NumberField | TimeField | MarkField;

export const RUN_MARKS = [
  'pinned',
  'archived',
  'profiled',
  'simulated',
  'live',
  'dirty',
  'measured',
] as const;
export type RunMark = (typeof RUN_MARKS)[number];

const text = (name: string, column: TextField['column'], rule: TextRule, what: string): TextField => ({
  kind: 'text',
  name,
  column,
  rule,
  what,
});

const number = (
  name: string,
  column: NumberColumn,
  unit: NumberField['unit'],
  example: string,
  what: string,
  whole = false,
): NumberField => ({ kind: 'number', name, column, unit, whole, example, what });

/** What stands before ":", "=", "<" or ">" in a filter. A word before a colon that is not here is a word. */
export const FILTER_FIELDS: readonly FilterField[] = [
  text('model', 'model', 'contains', 'the model’s name'),
  text('tag', 'tags', 'contains', 'one of its tags'),
  text('provider', 'provider', 'begins', 'cpu, cuda, webgpu or simulated'),
  text('level', 'level', 'begins', 'the level, or custom'),
  text('status', 'status', 'begins', 'done, stopped, failed, crashed, running, queued'),
  text('trust', 'trust', 'begins', 'trusted, caution or not-trusted'),
  text('version', 'contentHash', 'begins', 'v3, or the beginning of a content hash'),
  text('commit', 'commit', 'begins', 'the beginning of a git commit'),
  text('name', 'name', 'contains', 'the run’s own name'),
  text('id', 'id', 'begins', 'the run’s id'),
  text('notes', 'notes', 'contains', 'the beginning of its notes'),
  text('host', 'host', 'contains', 'the machine it ran on'),
  text('graph', 'graphLevel', 'begins', 'how far the graph was optimised'),
  number('p50', 'p50Ms', 'time', 'p50<5ms', 'median latency'),
  number('p95', 'p95Ms', 'time', 'p95>20ms', '95th percentile'),
  number('p99', 'p99Ms', 'time', 'p99<1s', '99th percentile'),
  number('mean', 'meanMs', 'time', 'mean<800us', 'mean latency'),
  number('samples', 'samplesPerSecond', 'plain', 'samples>1000', 'samples per second'),
  number('tokens', 'tokensPerSecond', 'plain', 'tokens>500', 'tokens per second'),
  number('memory', 'peakBytes', 'bytes', 'memory<2GiB', 'highest memory of its process'),
  number('energy', 'joulesPerInference', 'joules', 'energy<0.5J', 'joules per inference'),
  number('iterations', 'count', 'plain', 'iterations>=100', 'measured iterations', true),
  number('batch', 'batch', 'plain', 'batch=8', 'batch size', true),
  number('seq', 'sequence', 'plain', 'seq>=128', 'sequence length', true),
  number('threads', 'threads', 'plain', 'threads=4', 'threads asked for', true),
  { kind: 'time', name: 'after', what: 'made then or later: 2026-01-31, 2026-01, 7d, today' },
  { kind: 'time', name: 'before', what: 'made earlier' },
  { kind: 'mark', name: 'is', what: RUN_MARKS.join(', ') },
];

export function findField(name: string): FilterField | undefined {
  return FILTER_FIELDS.find((field) => field.name === name);
}

/** A known name that was probably meant: one letter off. */
export function nearestField(name: string): string | null {
  if (name.length < 3) return null;
  return FILTER_FIELDS.find((field) => isOneOff(field.name, name))?.name ?? null;
}

function isOneOff(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  const rest = Math.min(a.length, b.length) - start;
  while (end < rest && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const [leftA, leftB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const swapped = leftA.length === 2 && leftA === [...leftB].reverse().join('');
  return swapped || Math.max(leftA.length, leftB.length) <= 1;
}
