import type { FileHandle } from 'node:fs/promises';

/** The bytes of a file from a place on, in pieces that are the taker's to keep; the next is read while one is worked on. */
export async function* filePieces(
  file: FileHandle,
  options: { readonly pieceBytes: number; readonly from?: number; readonly onRead?: (bytes: number) => void },
): AsyncGenerator<Uint8Array> {
  const { pieceBytes, onRead } = options;
  let at = options.from ?? 0;
  const read = async (): Promise<Uint8Array> => {
    const buffer = Buffer.allocUnsafeSlow(pieceBytes);
    let filled = 0;
    while (filled < pieceBytes) {
      const { bytesRead } = await file.read(buffer, filled, pieceBytes - filled, at + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    at += filled;
    return buffer.subarray(0, filled);
  };
  let next = read();
  try {
    for (let piece = await next; piece.length > 0; piece = await next) {
      next = read();
      // Whoever leaves without a word has no use for what went wrong with it.
      next.catch(() => undefined);
      onRead?.(piece.length);
      yield piece;
      if (piece.length < pieceBytes) break;
    }
  } finally {
    // Whoever stops early closes the file: not under a reading that is on its way.
    await next.catch(() => undefined);
  }
}
