import { asDynoError, type DynoError } from '../../contract/errors.ts';
import type {
  NameTotals,
  RangeStatistics,
  Sandwich,
  SearchTotals,
  SpanFacts,
  SpanSource,
  SpanView,
  SpanWindow,
  TimeRange,
} from '../../contract/span-source.ts';
import type { SpanSelection, SpanSourceHead } from '../../contract/trace-view.ts';
import { api } from './connection.ts';

/** What went wrong with one of its answers: shown in its place, with a way to ask again. */
export type TraceFailure = (error: DynoError) => void;

/** The spans of a trace, asked for from the process that holds them. Rejects where the trace cannot be opened. */
export async function openTraceSource(traceId: string, onFailure: TraceFailure): Promise<SpanSource> {
  const selection = { kind: 'time' } as const;
  const head = await api.spanSource(traceId, selection);
  return new TraceSource(traceId, selection, head ?? NO_HEAD, onFailure);
}

class TraceSource implements SpanSource {
  readonly unit;
  readonly axis;
  readonly fromUs: number;
  readonly toUs: number;
  readonly spanCount: number;
  readonly totalUs: number;
  readonly unplaceable: number;
  readonly rowCount: number;
  readonly tracks;
  readonly categories: readonly string[];
  readonly usedCategories: readonly string[];
  readonly #traceId: string;
  readonly #selection: SpanSelection;
  readonly #onFailure: TraceFailure;
  #names: Promise<readonly NameTotals[]> | null = null;

  constructor(traceId: string, selection: SpanSelection, head: SpanSourceHead, onFailure: TraceFailure) {
    this.#traceId = traceId;
    this.#selection = selection;
    this.#onFailure = onFailure;
    this.unit = head.unit;
    this.axis = head.axis;
    this.fromUs = head.fromUs;
    this.toUs = head.toUs;
    this.spanCount = head.spanCount;
    this.totalUs = head.totalUs;
    this.unplaceable = head.unplaceable;
    this.rowCount = head.rowCount;
    this.tracks = head.tracks;
    this.categories = head.categories;
    this.usedCategories = head.usedCategories;
  }

  window(view: SpanView): Promise<SpanWindow> {
    return this.#or(NO_WINDOW, api.spanWindow(this.#traceId, this.#selection, view));
  }

  span(id: number): Promise<SpanFacts | null> {
    return this.#or(null, api.spanFacts(this.#traceId, this.#selection, id));
  }

  spanOf(): Promise<number | null> {
    return Promise.resolve(null);
  }

  search(query: string): Promise<SearchTotals> {
    return this.#or(NOTHING_FOUND, api.searchSpans(this.#traceId, this.#selection, query));
  }

  nextMatch(query: string, from: number | null, step: 1 | -1): Promise<number | null> {
    return this.#or(null, api.nextSpan(this.#traceId, this.#selection, query, from, step));
  }

  statistics(range: TimeRange): Promise<RangeStatistics> {
    return this.#or(NO_STATISTICS, api.rangeStatistics(this.#traceId, this.#selection, range));
  }

  nameTotals(): Promise<readonly NameTotals[]> {
    this.#names ??= this.#or([], api.nameTotals(this.#traceId, this.#selection));
    return this.#names;
  }

  leftHeavy(): Promise<SpanSource> {
    return this.axis === 'weight' ? Promise.resolve(this) : this.#other({ kind: 'left-heavy' });
  }

  async sandwich(name: string): Promise<Sandwich | null> {
    const totals = (await this.nameTotals()).find((each) => each.name === name);
    if (totals === undefined) return null;
    const [callers, callees] = await Promise.all([
      this.#other({ kind: 'callers', name }),
      this.#other({ kind: 'callees', name }),
    ]);
    return { name, totals, callers, callees };
  }

  async #other(selection: SpanSelection): Promise<SpanSource> {
    const head = await this.#or(null, api.spanSource(this.#traceId, selection));
    return new TraceSource(this.#traceId, selection, head ?? NO_HEAD, this.#onFailure);
  }

  /** A chart goes on with nothing in place of what did not come; the failure is told beside it. */
  #or<Answer>(none: Answer, asked: Promise<Answer>): Promise<Answer> {
    return asked.catch((error: unknown) => {
      this.#onFailure(asDynoError(error));
      return none;
    });
  }
}

const NO_HEAD: SpanSourceHead = {
  unit: 'ns',
  axis: 'time',
  fromUs: 0,
  toUs: 0,
  spanCount: 0,
  totalUs: 0,
  unplaceable: 0,
  rowCount: 0,
  tracks: [],
  categories: [],
  usedCategories: [],
};

const NO_WINDOW: SpanWindow = {
  count: 0,
  span: new Int32Array(0),
  merged: new Int32Array(0),
  row: new Int32Array(0),
  fromUs: new Float64Array(0),
  toUs: new Float64Array(0),
  category: new Uint8Array(0),
  name: new Int32Array(0),
  names: [],
  isMatch: new Uint8Array(0),
};

const NOTHING_FOUND: SearchTotals = { problem: null, spans: 0, names: 0, totalUs: 0 };

const NO_STATISTICS: RangeStatistics = { spans: 0, totalUs: 0, byCategory: [], byName: [], nameCount: 0 };
