/** Neither between a number and its unit nor inside of a number: "5.2 %", "2 919". */
const BREAKS = /(?<!\d)\s+|\s+(?!(?:%|×|[nµm]?s|[KMGT]?i?B|GB\/s|GFLOP\/s|MHz|\d{3})(?![\w]))/;

/** Breaks at spaces; a word longer than the line stands alone on one. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(BREAKS).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
