/** From the first, doubled as long as it is within the last: 1..16 is 1, 2, 4, 8, 16. Empty where it goes nowhere. */
export function doubling(from: number, to: number): readonly number[] {
  if (!(from >= 1) || from > to) return [];
  return Array.from({ length: Math.floor(Math.log2(to / from)) + 1 }, (_, step) => from * 2 ** step);
}

/** "1..16, 24" as numbers, each once; null where it is no such list. */
export function parseSizes(text: string): readonly number[] | null {
  const parts = text.split(/[\s,]+/).filter(Boolean);
  const sizes = parts.map((part) => {
    const [, from = '', to] = /^(\d{1,10})(?:\.\.(\d{1,10}))?$/.exec(part) ?? [];
    if (from === '') return [];
    return to === undefined ? doubling(Number(from), Number(from)) : doubling(Number(from), Number(to));
  });
  return sizes.length === 0 || sizes.some((list) => list.length === 0) ? null : [...new Set(sizes.flat())];
}
