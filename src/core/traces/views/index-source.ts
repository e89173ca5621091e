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
} from '../../../contract/span-source.ts';
import { layoutSource } from '../../analysis/spans/table-source.ts';
import type { TraceColumns } from '../../analysis/trace/trace-columns.ts';
import { briefName } from './brief-name.ts';
import { longestSpanOf, type LongestSpan } from '../read/longest-span.ts';
import { busyStrip } from './busy-strip.ts';
import { laneWindow, type Grain, type Strip } from './lane-window.ts';
import { callerStacks, leftHeavyStacks, type Merging } from './merged-stacks.ts';
import { NameSums, shownName } from './name-sums.ts';
import { nestingOf, type Nesting } from './nesting.ts';
import { rangeSums } from './range-sums.ts';
import { SpanCategories } from './span-categories.ts';
import { findSpans, nextMatch, searchTotals, type Found } from './span-search.ts';
import { spanUse } from './span-use.ts';
import { summedNames, type SummedNames } from './summed-names.ts';
import { Turns } from './turns.ts';
import { laneOfSpan, viewRows, type ViewRows } from './view-rows.ts';

const NAMES_TOLD = 200;
const MOST_NAMES = 20_000;

/** Spans of an index as a source. A span's number is its row in the index. */
export function indexSource(columns: TraceColumns): SpanSource {
  return new IndexSource(columns, viewRows(columns));
}

export class IndexSource implements SpanSource {
  readonly axis = 'time';
  readonly unit;
  readonly fromUs: number;
  readonly toUs: number;
  readonly spanCount: number;
  readonly totalUs: number;
  readonly unplaceable: number;
  readonly rowCount: number;
  readonly tracks;
  readonly #columns: TraceColumns;
  readonly #rows: ViewRows;
  readonly #categories: SpanCategories;
  readonly #longest: LongestSpan | null;
  readonly #busy = new Map<number, Strip>();
  readonly #grain: Grain = { pixels: 1 };
  #summed: SummedNames | null = null;
  #nesting: Promise<Nesting> | null = null;
  #sums: Promise<NameSums> | null = null;
  #leftHeavy: Promise<SpanSource> | null = null;
  #found: Found = { query: '', problem: null, before: null, isMatch: new Uint8Array(0) };
  readonly #totals = new Map<string, Promise<SearchTotals>>();
  #sandwich: { readonly name: string; readonly made: Promise<Sandwich | null> } | null = null;

  constructor(columns: TraceColumns, rows: ViewRows) {
    const { info, rowCount } = columns;
    const use = spanUse(columns);
    this.#columns = columns;
    this.#rows = rows;
    this.#categories = new SpanCategories(columns, use);
    this.#longest = longestSpanOf(columns);
    this.unit = info.unit;
    this.fromUs = info.fromNs / 1000;
    this.toUs = info.toNs / 1000;
    this.spanCount = rowCount;
    this.rowCount = rows.rowCount;
    this.tracks = rows.tracks;
    this.unplaceable = info.warnings.find(({ kind }) => kind === 'without-time')?.count ?? 0;
    this.totalUs = use.ownNs / 1000;
  }

  get categories() {
    return this.#categories.names;
  }

  get usedCategories() {
    return this.#categories.used;
  }

  window(view: SpanView): Promise<SpanWindow> {
    const { name, strings, info } = this.#columns;
    const of = {
      strip: (row: number) => this.#strip(row),
      matches: this.#search(view.query).before,
      category: (span: number) => this.#categories.of(span),
      name: (span: number) => name[span] as number,
      strings,
      fromNs: info.fromNs,
    };
    return Promise.resolve(laneWindow(of, view, rowsOf(view, this.rowCount), this.#grain));
  }

  async span(id: number): Promise<SpanFacts | null> {
    const { rowCount, startNs, durationNs, ownNs, name, track, info } = this.#columns;
    if (!Number.isInteger(id) || id < 0 || id >= rowCount) return null;
    const lane = laneOfSpan(this.#columns, id);
    const around = this.#around(id);
    let root = around;
    for (let up = root; up !== null; up = this.#around(up)) root = up;
    const summed = this.#names().of(name[id] as number);
    const { count, totalUs, ownUs } = (await this.#nameSums()).of(summed);
    const part = (span: number) => ({
      name: this.#nameOf(span),
      durationUs: (durationNs[span] as number) / 1000,
    });
    return {
      id,
      name: this.#nameOf(id),
      category: this.#categories.wordsOf(id),
      track: info.tracks[track[id] as number]?.name ?? '',
      row: this.#rows.rowOf[lane] as number,
      startUs: (startNs[id] as number) / 1000,
      durationUs: (durationNs[id] as number) / 1000,
      ownUs: (ownNs[id] as number) / 1000,
      count: 1,
      subject: -1,
      parent: around === null ? null : { id: around, ...part(around) },
      root: root === null ? null : part(root),
      ofName: { count, totalUs, ownUs },
    };
  }

  spanOf(): Promise<number | null> {
    return Promise.resolve(null);
  }

  search(query: string): Promise<SearchTotals> {
    const known = this.#totals.get(query);
    if (known !== undefined) return known;
    if (this.#totals.size > 50) this.#totals.clear();
    const found = this.#search(query);
    const made = searchTotals(this.#columns, found, () => this.#nested(), new Turns());
    this.#totals.set(query, made);
    return made;
  }

  nextMatch(query: string, from: number | null, step: 1 | -1): Promise<number | null> {
    const { before } = this.#search(query);
    if (before === null || before.at(-1) === 0) return Promise.resolve(null);
    return Promise.resolve(nextMatch(this.#columns, before, this.#rows.members, from, step));
  }

  async statistics(range: TimeRange): Promise<RangeStatistics> {
    const sums = new NameSums(this.#names(), this.#categories);
    const of = { columns: this.#columns, names: this.#names(), categories: this.#categories };
    await rangeSums(of, await this.#nested(), range, sums, new Turns());
    const ranked = sums.ranked();
    return {
      spans: sums.spans,
      totalUs: sums.ownNs / 1000,
      byCategory: sums.byCategory(),
      byName: ranked.slice(0, NAMES_TOLD).map((name) => sums.of(name)),
      nameCount: ranked.length,
    };
  }

  async nameTotals(): Promise<readonly NameTotals[]> {
    const sums = await this.#nameSums();
    return sums
      .ranked()
      .slice(0, MOST_NAMES)
      .map((name) => sums.of(name));
  }

  leftHeavy(): Promise<SpanSource> {
    this.#leftHeavy ??= this.#merging().then(async (merging) => {
      const tracks = this.#rows.members.map(({ track }) => track);
      return layoutSource(await leftHeavyStacks(merging, tracks));
    });
    return this.#leftHeavy;
  }

  sandwich(name: string): Promise<Sandwich | null> {
    if (this.#sandwich?.name !== name) this.#sandwich = { name, made: this.#makeSandwich(name) };
    return this.#sandwich.made;
  }

  async #makeSandwich(name: string): Promise<Sandwich | null> {
    const names = this.#names();
    let wanted = names.find(name);
    if (wanted < 0) wanted = this.#columns.strings.findIndex((text) => shownName(text) === name);
    const sums = await this.#nameSums();
    if (wanted < 0 || sums.countOf(wanted) === 0) return null;
    const { callers, callees } = await callerStacks(await this.#merging(), wanted);
    return {
      name: shownName(names.text(wanted)),
      totals: sums.of(wanted),
      callers: layoutSource(callers),
      callees: layoutSource(callees),
    };
  }

  #strip(row: number): Strip | null {
    const lane = this.#rows.laneOf[row];
    if (lane === undefined) return null;
    const { lanes, startNs, durationNs } = this.#columns;
    if (lane >= 0) {
      const [first, after] = [lanes.firstRow[lane] as number, lanes.firstRow[lane + 1] as number];
      const longest = this.#longest;
      return {
        startNs,
        durationNs,
        first,
        after,
        spanAt: null,
        spansBefore: null,
        longest: longest === null ? null : (at, end) => longest(lane, at, end),
      };
    }
    let busy = this.#busy.get(lane);
    if (busy === undefined) {
      busy = busyStrip(this.#columns, this.#rows.groups[-1 - lane]?.lanes ?? []);
      this.#busy.set(lane, busy);
    }
    return busy;
  }

  /** The innermost span of the lanes above that has not ended as this one begins. */
  #around(span: number): number | null {
    const { lanes, startNs, durationNs } = this.#columns;
    const lane = laneOfSpan(this.#columns, span);
    const start = startNs[span] as number;
    for (let above = lane - 1; above >= 0 && lanes.track[above] === lanes.track[lane]; above -= 1) {
      let [low, high] = [lanes.firstRow[above] as number, lanes.firstRow[above + 1] as number];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((startNs[middle] as number) <= start) low = middle + 1;
        else high = middle;
      }
      const before = low - 1;
      if (before < (lanes.firstRow[above] as number)) continue;
      const end = (startNs[before] as number) + (durationNs[before] as number);
      if (start < end || (start === end && durationNs[span] === 0)) return before;
    }
    return null;
  }

  #nameOf(span: number): string {
    return briefName(this.#columns.strings[this.#columns.name[span] as number] ?? '');
  }

  #search(query: string): Found {
    if (this.#found.query !== query) this.#found = findSpans(this.#columns, query);
    return this.#found;
  }

  #names(): SummedNames {
    return (this.#summed ??= summedNames(this.#columns.strings));
  }

  #nested(): Promise<Nesting> {
    const names = this.#names();
    return (this.#nesting ??= nestingOf(this.#columns, names.of, names.count, new Turns()));
  }

  #nameSums(): Promise<NameSums> {
    return (this.#sums ??= this.#nested().then(async ({ isOutermost }) => {
      const { name, ownNs, durationNs, rowCount } = this.#columns;
      const names = this.#names();
      const sums = new NameSums(names, this.#categories);
      const turns = new Turns();
      for (let row = 0; row < rowCount; row += 1) {
        const totalNs = isOutermost[row] === 1 ? (durationNs[row] as number) : 0;
        sums.add(names.of(name[row] as number), this.#categories.of(row), ownNs[row] as number, totalNs);
        if (turns.isOver()) await turns.next();
      }
      return sums;
    }));
  }

  async #merging(): Promise<Merging> {
    return {
      columns: this.#columns,
      nesting: await this.#nested(),
      names: this.#names(),
      categories: this.#categories,
      turns: new Turns(),
    };
  }
}

/** The rows that are wanted, and that there are. */
export function rowsOf({ rows, fromRow, toRow }: SpanView, rowCount: number): readonly number[] {
  if (rows !== undefined) return rows.filter((row) => row >= 0 && row < rowCount);
  const first = Math.max(0, Math.floor(fromRow));
  const after = Math.min(rowCount, Math.ceil(toRow));
  return Array.from({ length: Math.max(0, after - first) }, (_, at) => first + at);
}
