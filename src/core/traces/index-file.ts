import type { DetailKey, TraceInfo } from '../../contract/trace.ts';
import type { SpanUse } from '../analysis/trace/trace-columns.ts';
import type { ArrowPlaces, DictionaryPlace } from './arrow/arrow-file.ts';

/** One Arrow file of the index: how large it must be, and where each column begins. */
export interface IndexedFile {
  readonly bytes: number;
  readonly rows: number;
  readonly columns: ArrowPlaces;
}

/** Which rows of details.arrow or texts.arrow are of this key. */
export interface DetailStretch {
  readonly from: number;
  readonly count: number;
}

export const INDEX_PARTS = [
  'spans',
  'lanes',
  'zoom',
  'details',
  'texts',
  'text-strings',
  'links',
  'counters',
] as const;
export type IndexPart = (typeof INDEX_PARTS)[number];

/** index.json: where everything lies, so that opening reads nothing else. Strings are not in it. */
export interface TraceIndexFile {
  readonly version: number;
  readonly info: TraceInfo;
  readonly files: Readonly<Record<IndexPart, IndexedFile>>;
  readonly strings: DictionaryPlace;
  /** Numbers of strings. */
  readonly categories: readonly number[];
  readonly use: SpanUse;
  readonly details: Partial<Record<DetailKey, DetailStretch>>;
}

export const partFile = (part: IndexPart): string => `${part}.arrow`;
