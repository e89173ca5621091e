/** Of the font's size, what a letter takes in names and amounts. */
const LETTER = 0.54;

/**
 * As much of a name as fits, on one line, isolated so that its direction does not turn what stands around it. Names
 * are strangers' and may be a megabyte: cut before anything else is done with them.
 */
export function shortLabel(name: string, width: number, fontSize: number): string {
  const most = Math.floor(width / (fontSize * LETTER));
  if (most < 2) return '';
  const near = name.slice(0, 400).replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
  const letters = [...near];
  const isWhole = letters.length <= most && name.length <= 400;
  const text = isWhole ? near : `${letters.slice(0, most - 1).join('')}…`;
  return /[\u0590-\u08ff\ufb1d-\ufefc]/.test(text) ? `\u2066${text}\u2069` : text;
}
