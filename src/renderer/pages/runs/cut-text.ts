const LONGEST_SHOWN = 200;

/** A name of a megabyte would be laid out as a whole, only to be cut by the edge of its cell. */
export function cutText(text: string): string {
  if (text.length <= LONGEST_SHOWN) return text;
  // Not between the two halves of one character.
  return `${text.slice(0, LONGEST_SHOWN).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
