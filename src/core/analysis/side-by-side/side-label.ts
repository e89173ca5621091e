/** A, B, … Z, AA, AB: what the runs of a comparison are called in its sentences, legends and tables. */
export function sideLabel(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : sideLabel(Math.floor(index / 26) - 1) + letter;
}
