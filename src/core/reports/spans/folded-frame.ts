/** A frame of a folded stack. Only ";" and line ends mean something in the format, which knows no way to escape them. */
export function foldedFrame(name: string): string {
  return (
    name
      .replaceAll(';', ':')
      .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
      .trim() || '—'
  );
}
