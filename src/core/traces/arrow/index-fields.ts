import type { ArrowField, ArrowNumber } from './arrow-metadata.ts';

const number = (name: string, type: ArrowNumber): ArrowField => ({ name, type, dictionary: null });
const text = (name: string, type: ArrowNumber, id: number, isLarge = false): ArrowField => ({
  name,
  type,
  dictionary: { id, isLarge },
});

/** pandas takes no unsigned numbers as places in a dictionary: signed ones, wherever they reach. */
const place16 = (count: number): ArrowNumber => (count > 0x8000 ? 'u16' : 'i16');

export const DICTIONARY = { name: 0, category: 1, kind: 2, track: 3, key: 4, text: 5, counter: 6 } as const;

export const spanFields = (isLarge: boolean, categories: number, tracks: number): readonly ArrowField[] => [
  number('start_ns', 'f64'),
  number('duration_ns', 'f64'),
  number('own_ns', 'f64'),
  text('name', 'i32', DICTIONARY.name, isLarge),
  text('category', place16(categories), DICTIONARY.category, isLarge),
  text('kind', 'i8', DICTIONARY.kind),
  text('track', place16(tracks), DICTIONARY.track, isLarge),
  number('depth', 'u16'),
  number('source_offset', 'f64'),
];

export const LANE_FIELDS = [number('track', 'u16'), number('depth', 'u16'), number('first_row', 'u32')];

export const ZOOM_FIELDS = [
  number('from_ns', 'f64'),
  number('to_ns', 'f64'),
  number('longest', 'u32'),
  number('longest_ns', 'f64'),
];

export const DETAIL_FIELDS = [
  number('row', 'u32'),
  text('key', 'i8', DICTIONARY.key),
  number('value', 'f64'),
];

export const textFields = (isLarge: boolean): readonly ArrowField[] => [
  number('row', 'u32'),
  text('key', 'i8', DICTIONARY.key),
  text('text', 'i32', DICTIONARY.text, isLarge),
];

/** Which string of the trace each text of a detail is. */
export const TEXT_STRING_FIELDS = [number('string', 'u32')];

export const LINK_FIELDS = [
  text('kind', 'i8', DICTIONARY.kind),
  number('from_row', 'u32'),
  number('to_row', 'u32'),
];

export const counterFields = (counters: number): readonly ArrowField[] => [
  text('counter', place16(counters), DICTIONARY.counter),
  number('at_ns', 'f64'),
  number('value', 'f64'),
];
