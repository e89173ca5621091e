const HAS_CHECKSUM = 2;
const HAS_EXTRA = 4;
const HAS_NAME = 8;
const HAS_COMMENT = 16;
const FIXED_BYTES = 10;
const DEFLATE = 8;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** How many bytes a member's header takes (RFC 1952); 'more' where it goes on, 'wrong' where it is none. */
export function gzipHeaderBytes(bytes: Uint8Array): number | 'more' | 'wrong' {
  if (bytes.length >= 2 && !isGzip(bytes)) return 'wrong';
  if (bytes.length < FIXED_BYTES) return 'more';
  const flags = bytes[3] ?? 0;
  if (bytes[2] !== DEFLATE || flags > 31) return 'wrong';
  let at = FIXED_BYTES;
  if ((flags & HAS_EXTRA) !== 0) {
    if (bytes.length < at + 2) return 'more';
    at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
  }
  for (const flag of [HAS_NAME, HAS_COMMENT]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) return 'more';
    at = end + 1;
  }
  if ((flags & HAS_CHECKSUM) !== 0) at += 2;
  return at <= bytes.length ? at : 'more';
}
