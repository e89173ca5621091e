const LONGEST = 40;

/** Tags as typed, separated by commas: trimmed, without repetition, in their order. */
export function parseTags(typed: string): readonly string[] {
  const tags = typed
    .split(',')
    .map((tag) => tag.trim().replace(/^#/, '').slice(0, LONGEST))
    .filter((tag) => tag !== '');
  return [...new Set(tags)];
}
