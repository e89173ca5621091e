import type { SpanTable } from '../../../contract/spans.ts';
import type { SpanSource, TimeRange } from '../../../contract/span-source.ts';
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

/** Wide enough to see one iteration after the other, narrow enough that operators have names. */
const AT_FIRST = 2;

/** The middle ones of those recorded: the first of a session are not the usual ones. Null where there are no more. */
export function typicalStretch({ names, name, startUs, durationUs }: SpanTable): TimeRange | null {
  const isIteration = names.map((each) => ITERATION.test(each));
  const rows = [...name.keys()].filter((row) => isIteration[name[row] as number]);
  if (rows.length <= AT_FIRST) return null;
  const middle = Math.floor((rows.length - AT_FIRST) / 2);
  const [first, last] = [rows[middle] as number, rows[middle + AT_FIRST - 1] as number];
  const fromUs = startUs[first] as number;
  const toUs = (startUs[last] as number) + (durationUs[last] as number);
  // Two sessions lie far apart: of two iterations on either side, the first alone.
  const single = { fromUs, toUs: fromUs + (durationUs[first] as number) };
  return toUs - fromUs > 3 * AT_FIRST * (durationUs[first] as number) ? single : { fromUs, toUs };
}
