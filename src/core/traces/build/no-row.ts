/** The row of a span that was left out. */
export const NO_ROW = 0xffff_ffff;
