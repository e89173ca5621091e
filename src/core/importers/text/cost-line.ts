const SPACE = 0x20;
const STAR = 0x2a;

/** One word of a line of costs; NaN where the line is none. What is left out at its end is 0. */
export function costOf(
  bytes: Uint8Array,
  from: number,
  to: number,
  positions: number,
  event: number,
): number {
  let at = from;
  for (let word = 0; ; word += 1) {
    while (at < to && (bytes[at] as number) <= SPACE) at += 1;
    const start = at;
    while (at < to && (bytes[at] as number) > SPACE) at += 1;
    if (word < positions) {
      if (!isPosition(bytes, start, at)) return Number.NaN;
    } else if (word === positions + event) {
      return start === at ? 0 : wholeNumber(bytes, start, at);
    } else if (start === at) return 0;
  }
}

/** A number, a step from the one before ("+3"), or the same again ("*"): none says more than that there is one. */
function isPosition(bytes: Uint8Array, from: number, to: number): boolean {
  const first = bytes[from] as number;
  if (first === STAR) return to - from === 1;
  const digits = first === 0x2b || first === 0x2d ? from + 1 : from;
  const isHex = bytes[digits] === 0x30 && (bytes[digits + 1] === 0x78 || bytes[digits + 1] === 0x58);
  for (let at = isHex ? digits + 2 : digits; at < to; at += 1) {
    const byte = bytes[at] as number;
    const lower = byte | 0x20;
    const isDigit = byte >= 0x30 && byte <= 0x39;
    if (!isDigit && !(isHex && lower >= 0x61 && lower <= 0x66)) return false;
  }
  return to > (isHex ? digits + 2 : digits);
}

function wholeNumber(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = (bytes[at] as number) - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}
