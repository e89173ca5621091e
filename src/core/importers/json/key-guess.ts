import type { KeyGuess } from './json-shape.ts';

const QUOTE = 0x22;
const COLON = 0x3a;

/** Behind the colon, where the bytes from a quote on are this key; −1 where they are not, or not all there yet. */
export function behindKey(bytes: Uint8Array, at: number, to: number, { key }: KeyGuess): number {
  const end = at + 1 + key.length;
  if (end + 1 >= to || bytes[end] !== QUOTE || bytes[end + 1] !== COLON) return -1;
  for (let place = 0; place < key.length; place += 1) {
    if (bytes[at + 1 + place] !== key[place]) return -1;
  }
  return end + 2;
}
