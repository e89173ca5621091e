/**
 * A text that sorts as people count, by plain comparison: lower case, without accents, and each number led by how many
 * digits it has. A collator says the same and takes twenty times as long.
 */
export function naturalKey(text: string): string {
  const lower = text.toLowerCase();
  const plain = /^[ -~]*$/.test(lower) ? lower : lower.normalize('NFKD').replaceAll(/\p{M}/gu, '');
  return plain.replaceAll(/\d+/g, (digits) => {
    const number = digits.replace(/^0+(?=\d)/, '');
    return String.fromCharCode(0x30 + Math.min(number.length, 0x7f00)) + number;
  });
}

/** For each text its place among all of them; equal keys share one. */
export function rankTexts(texts: readonly string[], used: Iterable<number>): Uint32Array {
  const keys = Array.from(used, (index) => ({ index, key: naturalKey(texts[index] ?? '') }));
  keys.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const ranks = new Uint32Array(texts.length);
  let rank = 0;
  keys.forEach(({ index, key }, place) => {
    if (place > 0 && key !== keys[place - 1]?.key) rank += 1;
    ranks[index] = rank;
  });
  return ranks;
}
