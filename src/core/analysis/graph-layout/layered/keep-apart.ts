/**
 * Moves `wanted` as little as possible (weighted squares) so that each lies its gap beyond the one before it: pool
 * adjacent violators (Ayer and others, "An empirical distribution function for sampling with incomplete
 * information", 1955). In place; the first gap is not looked at.
 */
export function keepApart(wanted: Float64Array, weight: Float64Array, gap: Float64Array): void {
  const count = wanted.length;
  const shift = new Float64Array(count);
  const mean = new Float64Array(count);
  const mass = new Float64Array(count);
  const size = new Int32Array(count);
  let blocks = 0;
  for (let at = 0; at < count; at += 1) {
    shift[at] = at === 0 ? 0 : (shift[at - 1] as number) + (gap[at] as number);
    mean[blocks] = (wanted[at] as number) - (shift[at] as number);
    mass[blocks] = weight[at] as number;
    size[blocks] = 1;
    blocks += 1;
    while (blocks > 1 && (mean[blocks - 2] as number) > (mean[blocks - 1] as number)) {
      const left = mass[blocks - 2] as number;
      const right = mass[blocks - 1] as number;
      mean[blocks - 2] =
        ((mean[blocks - 2] as number) * left + (mean[blocks - 1] as number) * right) / (left + right);
      mass[blocks - 2] = left + right;
      size[blocks - 2] = (size[blocks - 2] as number) + (size[blocks - 1] as number);
      blocks -= 1;
    }
  }
  let at = 0;
  for (let block = 0; block < blocks; block += 1) {
    for (let inside = 0; inside < (size[block] as number); inside += 1) {
      wanted[at] = (mean[block] as number) + (shift[at] as number);
      at += 1;
    }
  }
}
