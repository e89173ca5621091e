import type { LineRows } from './model-lines.ts';

const SHORTEST_HASH = 4;

/**
 * The lines that a word may mean, by the first of these that fits any: the line's own id, a name that it has or had, the
 * beginning of a hash, a name in other letters, a part of a name.
 */
export function linesNamed(lines: readonly LineRows[], word: string): readonly LineRows[] {
  const small = word.toLowerCase();
  const rules: ((line: LineRows) => boolean)[] = [
    ({ line }) => line.id === word,
    ({ line }) => line.names.includes(word),
    ({ hashes }) => word.length >= SHORTEST_HASH && hashes.some((hash) => bare(hash).startsWith(bare(small))),
    ({ line }) => line.names.some((name) => name.toLowerCase() === small),
    ({ line }) => small !== '' && line.names.some((name) => name.toLowerCase().includes(small)),
  ];
  for (const rule of rules) {
    const found = lines.filter(rule);
    if (found.length > 0) return found;
  }
  return [];
}

/** "sha256:12ab" as well as "12ab". */
const bare = (hash: string): string => hash.slice(hash.indexOf(':') + 1);
