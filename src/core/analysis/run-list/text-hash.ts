/**
 * 64 bits of a text in hexadecimal, the same on every machine: two lanes of 32 bits, each stirred as MurmurHash3's
 * finaliser does (Appleby 2011, public domain). For keys that tell things apart, not against somebody's will.
 */
export function textHash(text: string): string {
  let one = 0x9e3779b9;
  let two = 0x85ebca6b;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    one = Math.imul(one ^ unit, 0xcc9e2d51);
    one = (one << 15) | (one >>> 17);
    two = Math.imul(two ^ unit, 0x1b873593);
    two = (two << 13) | (two >>> 19);
  }
  const high = stirred(one ^ text.length);
  const low = stirred(two ^ Math.imul(one, 5) ^ text.length);
  return hex(high) + hex(low);
}

function stirred(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

const hex = (value: number): string => value.toString(16).padStart(8, '0');
