import type { DifferenceRequest } from '../../contract/difference.ts';
import type { TraceApi } from '../../contract/trace-api.ts';
import type { TimeRange } from '../../contract/span-source.ts';
import { WHOLE_TRACE } from '../analysis/trace/steps.ts';
import type { TracedSide } from '../analysis/difference/traces/traced-side.ts';

export type TraceQuestions = Pick<TraceApi, 'traceReport' | 'nameTotals' | 'getTrace'>;

export interface TracedSides {
  readonly a: TracedSide;
  readonly b: TracedSide;
  readonly per: 'step' | 'trace';
}

/** Both traces as far as they are compared: the time of their steps where both have any, unless all is asked for. */
export async function tracedSides(
  { a, b, per }: Extract<DifferenceRequest, { readonly kind: 'traces' }>,
  traces: TraceQuestions,
): Promise<TracedSides> {
  const [ofA, ofB] = [await tracedSide(a, traces, null), await tracedSide(b, traces, null)];
  const [stepsA, stepsB] = [stepsOf(ofA), stepsOf(ofB)];
  if (per === 'trace' || stepsA === null || stepsB === null) return { a: ofA, b: ofB, per: 'trace' };
  return { a: await tracedSide(a, traces, stepsA), b: await tracedSide(b, traces, stepsB), per: 'step' };
}

function stepsOf({ report: { steps } }: TracedSide): TimeRange | null {
  if (steps.every(({ name }) => name === WHOLE_TRACE)) return null;
  return {
    fromUs: Math.min(...steps.map(({ startUs }) => startUs)),
    toUs: Math.max(...steps.map(({ startUs, durationUs }) => startUs + durationUs)),
  };
}

async function tracedSide(id: string, traces: TraceQuestions, range: TimeRange | null): Promise<TracedSide> {
  const { info, path } = await traces.getTrace(id);
  const report = await traces.traceReport(id, range);
  const isNamed = report.kernels.length > 0 || report.operators.length > 0;
  const names = isNamed ? [] : await traces.nameTotals(id, { kind: 'time' });
  return { name: info?.name ?? path, unit: info?.unit ?? 'ns', report, names };
}
