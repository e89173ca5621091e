/** Pixels that the title of an exported picture takes. */
export const EXPORT_HEAD = 44;
