/** Random access to a file's bytes, by windows; synchronous. Offsets and sizes go beyond 2^32. */
export interface ByteSource {
  readonly size: number;
  /**
   * Bytes from `offset` on; fewer than `length` only at the end. The array may be reused by the next read:
   * whoever keeps bytes copies them.
   */
  read(offset: number, length: number): Uint8Array;
}

/** Takes bytes in order. The array is reused by the writer once the call has returned. */
export interface ByteSink {
  write(bytes: Uint8Array): void;
}

export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: (offset, length) => bytes.subarray(offset, Math.min(bytes.length, offset + length)),
  };
}
