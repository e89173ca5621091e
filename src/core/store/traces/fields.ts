import { SPAN_KINDS, TEXT_DETAILS, type DetailKey } from '../../../contract/trace.ts';
import type { TraceColumns } from '../../analysis/trace/trace-columns.ts';
import type { Texts } from './texts.ts';

/** A column of a table to be. Nothing is looked at before it is opened. */
export interface Field {
  readonly name: string;
  readonly type: 'INTEGER' | 'REAL' | 'TEXT';
  /** Gives the value by key, for keys that rise; of a TEXT its number; NaN for NULL. */
  open(): (key: number) => number;
}

export interface TraceTable {
  readonly name: string;
  readonly says: string;
  readonly fields: readonly Field[];
  /** How many there are, and their keys; null where they are their places. */
  rows(): { readonly count: number; readonly keys: Uint32Array | null };
}

export function integer(name: string, open: Field['open']): Field {
  return { name, type: 'INTEGER', open };
}

export function real(name: string, open: Field['open']): Field {
  return { name, type: 'REAL', open };
}

export function textOf(name: string, open: Field['open']): Field {
  return { name, type: 'TEXT', open };
}

/** −1 stands for no row. */
export const orNull = (row: number): number => (row < 0 ? Number.NaN : row);

/** A column that is a place in a list of words. */
export function wordField(
  name: string,
  texts: Texts,
  words: readonly string[],
  column: () => ArrayLike<number>,
): Field {
  return textOf(name, () => {
    const numbers = words.map((word) => texts.of(word));
    const places = column();
    return (key) => numbers[places[key] as number] ?? Number.NaN;
  });
}

export function kindField(columns: TraceColumns, texts: Texts): Field {
  return wordField('kind', texts, SPAN_KINDS, () => columns.kind);
}

/** What every span has. Times are from the first start, as everywhere that a trace is shown. */
export function spanFields(columns: TraceColumns, texts: Texts): readonly Field[] {
  const { tracks, unit, fromNs } = columns.info;
  // Of what is no time a microsecond stands for 1.
  const scale = unit === 'ns' ? 1000 : 1;
  const processes = tracks.map(({ process }) => process);
  const names = tracks.map(({ name }) => name);
  return [
    textOf('name', () => {
      const { name } = columns;
      return (row) => name[row] as number;
    }),
    wordField('category', texts, columns.categories, () => columns.category),
    wordField('process', texts, processes, () => columns.track),
    wordField('track', texts, names, () => columns.track),
    real('start_us', () => {
      const { startNs } = columns;
      return (row) => ((startNs[row] as number) - fromNs) / scale;
    }),
    real('duration_us', () => {
      const { durationNs } = columns;
      return (row) => (durationNs[row] as number) / scale;
    }),
    real('end_us', () => {
      const { startNs, durationNs } = columns;
      return (row) => ((startNs[row] as number) - fromNs + (durationNs[row] as number)) / scale;
    }),
    real('own_us', () => {
      const { ownNs } = columns;
      return (row) => (ownNs[row] as number) / scale;
    }),
  ];
}

/** Keys rise, so that one walk along the column answers for all of them. */
export function detailField(columns: TraceColumns, name: string, key: DetailKey): Field {
  return {
    name,
    type: TEXT_DETAILS.has(key) ? 'TEXT' : 'INTEGER',
    open: () => {
      const { rows, values } = columns.detail(key);
      let at = 0;
      return (row) => {
        while (at < rows.length && (rows[at] as number) < row) at += 1;
        return rows[at] === row ? (values[at] as number) : Number.NaN;
      };
    },
  };
}
