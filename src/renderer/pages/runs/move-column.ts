/** The same columns with one of them at another place. */
export function moveColumn<Column>(
  columns: readonly Column[],
  column: Column,
  to: number,
): readonly Column[] {
  if (!columns.includes(column)) return columns;
  const others = columns.filter((each) => each !== column);
  const place = Math.max(0, Math.min(others.length, to));
  return [...others.slice(0, place), column, ...others.slice(place)];
}
