import type { SpanTable } from '../../../contract/spans.ts';
import type { SpanSource } from './span-source.ts';
import { tableSource } from './table-source.ts';

const ITERATION = /^iteration \d+$/;

/** Spans of a profile: an operator is added up over all iterations, not within each of them. */
export function profileSource(spans: SpanTable): SpanSource {
  return tableSource(spans, (name) => (ITERATION.test(name) ? 'iteration' : name));
}

/** How many iterations the spans are of. */
export function iterationsIn({ names }: SpanTable): number {
  return names.filter((name) => ITERATION.test(name)).length;
}
