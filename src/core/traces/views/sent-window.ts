import type { SpanWindow } from '../../../contract/span-source.ts';

/** A window of a table as it goes to a page: with the names that it shows alone, and arrays of their own. */
export function sentWindow(window: SpanWindow): SpanWindow {
  const places = new Map<number, number>();
  const names: string[] = [];
  const name = window.name.map((each) => {
    let place = places.get(each);
    if (place === undefined) {
      place = names.push(window.names[each] ?? '') - 1;
      places.set(each, place);
    }
    return place;
  });
  return {
    count: window.count,
    span: window.span.slice(),
    merged: window.merged.slice(),
    row: window.row.slice(),
    fromUs: window.fromUs.slice(),
    toUs: window.toUs.slice(),
    category: window.category.slice(),
    name,
    names,
    isMatch: window.isMatch.slice(),
  };
}
