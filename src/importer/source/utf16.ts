export type TextEncodingMark = 'utf-16le' | 'utf-16be' | null;

/** By the byte order mark; PowerShell writes it, and so what was redirected there. */
export function utf16Mark(bytes: Uint8Array): TextEncodingMark {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

/** The same text as UTF-8, without the mark. */
export async function* asUtf8(
  pieces: AsyncIterable<Uint8Array>,
  encoding: 'utf-16le' | 'utf-16be',
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  for await (const bytes of pieces) {
    const text = decoder.decode(bytes, { stream: true });
    if (text !== '') yield Buffer.from(text, 'utf8');
  }
  const rest = decoder.decode();
  if (rest !== '') yield Buffer.from(rest, 'utf8');
}
