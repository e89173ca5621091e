import { DynoError } from '../../../contract/errors.ts';
import type { SpanSource } from '../../../contract/span-source.ts';
import type { SpanSelection, SpanSourceHead, TraceViews } from '../../../contract/trace-view.ts';
import type { TraceColumns } from '../../analysis/trace/trace-columns.ts';
import { CounterLevels } from './counter-window.ts';
import { IndexSource, rowsOf } from './index-source.ts';
import { sentWindow } from './sent-window.ts';
import { SpanLinks } from './span-links.ts';
import { viewRows } from './view-rows.ts';

export type SpanViews = Omit<TraceViews, 'spanSourceText' | 'report' | 'query'>;

/** What a page may ask about the spans of an open index. */
export function spanViews(columns: TraceColumns): SpanViews {
  const rows = viewRows(columns);
  const links = new SpanLinks(columns, rows);
  const counters = new Map<number, CounterLevels>();
  let ofTime: SpanSource | null = null;
  const timeSource = (): SpanSource => (ofTime ??= new IndexSource(columns, rows));
  const find = async (selection: SpanSelection): Promise<SpanSource | null> => {
    if (selection.kind === 'time') return timeSource();
    if (selection.kind === 'left-heavy') return timeSource().leftHeavy();
    const sandwich = await timeSource().sandwich(selection.name);
    return sandwich === null ? null : sandwich[selection.kind];
  };
  const of = async (selection: SpanSelection): Promise<SpanSource> => {
    const source = await find(selection);
    if (source === null) throw nothingOfThatName(selection);
    return source;
  };
  return {
    spanSource: async (selection) => {
      const source = await find(selection);
      return source === null ? null : headOf(source, columns);
    },
    spanWindow: async (selection, view) => {
      const window = await (await of(selection)).window(view);
      return selection.kind === 'time' ? window : sentWindow(window);
    },
    spanFacts: async (selection, span) => (await of(selection)).span(span),
    searchSpans: async (selection, query) => (await of(selection)).search(query),
    nextSpan: async (selection, query, from, step) => (await of(selection)).nextMatch(query, from, step),
    rangeStatistics: async (selection, range) => (await of(selection)).statistics(range),
    nameTotals: async (selection) => (await of(selection)).nameTotals(),
    counterWindow: (counter, range, pixels) => {
      let levels = counters.get(counter);
      if (levels === undefined) {
        levels = new CounterLevels(columns.counter(counter));
        counters.set(counter, levels);
      }
      return Promise.resolve(levels.window(counter, range, pixels));
    },
    linksOfSpan: (span) => Promise.resolve(span < columns.rowCount ? links.ofSpan(span) : []),
    linkWindow: (view, most) => Promise.resolve(links.window(view, rowsOf(view, rows.rowCount), most)),
  };
}

function headOf(source: SpanSource, { info }: TraceColumns): SpanSourceHead {
  const { axis, fromUs, toUs, spanCount, totalUs, unplaceable, rowCount } = source;
  const { tracks, categories, usedCategories } = source;
  return {
    unit: info.unit,
    axis,
    fromUs,
    toUs,
    spanCount,
    totalUs,
    unplaceable,
    rowCount,
    tracks,
    categories,
    usedCategories,
  };
}

function nothingOfThatName(selection: SpanSelection): DynoError {
  return new DynoError({
    code: 'QUERY_INVALID',
    message: 'No span has this name.',
    subject: 'name' in selection ? selection.name.slice(0, 200) : selection.kind,
    nextStep: 'Choose one of the names in the list.',
  });
}
