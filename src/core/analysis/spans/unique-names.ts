import type { SpanTable } from '../../../contract/spans.ts';

/** A name that stands twice in the list is one name all the same; a place beyond the list is a name of its own. */
export function withUniqueNames(table: SpanTable): SpanTable {
  const { names, name } = table;
  const placeOf = new Map<string, number>();
  const unique: string[] = [];
  const placeIn = (text: string): number => {
    const known = placeOf.get(text);
    if (known !== undefined) return known;
    placeOf.set(text, unique.length);
    return unique.push(text) - 1;
  };
  const places = Uint32Array.from(names, placeIn);
  const isSound = unique.length === names.length && name.every((each) => each < names.length);
  if (isSound) return table;
  const unnamed = placeIn('(unnamed)');
  return { ...table, names: unique, name: name.map((each) => places[each] ?? unnamed) };
}
