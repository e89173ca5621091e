/** What a byte may be outside of strings. */
export const FORBIDDEN = 0;
export const SPACE = 1;
export const WORD = 2;
export const STRING = 3;
export const OPEN = 4;
export const CLOSE = 5;
export const SEPARATOR = 6;

/** By byte. Letters are those of true, false, null, NaN, Infinity and exponents alone: others are inside of strings. */
export const BYTE_CLASS = new Uint8Array(256);
for (const space of ' \n\r\t') BYTE_CLASS[space.charCodeAt(0)] = SPACE;
for (const letter of '0123456789+-.truefalsnNaIityE') BYTE_CLASS[letter.charCodeAt(0)] = WORD;
for (const separator of ',:') BYTE_CLASS[separator.charCodeAt(0)] = SEPARATOR;
for (const open of '{[') BYTE_CLASS[open.charCodeAt(0)] = OPEN;
for (const close of '}]') BYTE_CLASS[close.charCodeAt(0)] = CLOSE;
BYTE_CLASS[0x22] = STRING;

/** Instead of a place: not what it should be, or not yet all there. */
export const ODD = -1;
export const MORE = -2;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const OPEN_LIST = 0x5b;
const VALUE = 0;

/** Behind the string whose first byte behind the quote is at `at`. */
export function stringEnd(bytes: Uint8Array, at: number): number {
  const end = bytes.length;
  for (let place = at; place < end; place += 1) {
    const byte = bytes[place];
    if (byte === QUOTE) return place + 1;
    if (byte === BACKSLASH) place += 1;
  }
  return MORE;
}

/** Behind the value that begins at `at`, with its brackets counted, not compared. */
export function valueEnd(bytes: Uint8Array, at: number): number {
  const end = bytes.length;
  let depth = 0;
  for (let place = at; place < end; place += 1) {
    const kind = BYTE_CLASS[bytes[place] as number] as number;
    if (kind === STRING) {
      const behind = stringEnd(bytes, place + 1);
      if (behind < 0 || depth === 0) return behind;
      place = behind - 1;
    } else if (kind === OPEN) {
      depth += 1;
    } else if (kind === CLOSE) {
      if (depth === 0) return place === at ? ODD : place;
      depth -= 1;
      if (depth === 0) return place + 1;
    } else if (kind === FORBIDDEN) {
      return ODD;
    } else if (depth === 0 && kind !== WORD) {
      return place === at ? ODD : place;
    }
  }
  return MORE;
}

/** Behind the object that begins at `at`, each of its tokens where one may stand. */
export function objectEnd(bytes: Uint8Array, at: number): number {
  const end = bytes.length;
  let open = new Uint8Array(64);
  open[0] = OPEN_OBJECT;
  let depth = 1;
  let last = OPEN_OBJECT;
  for (let place = at + 1; place < end; place += 1) {
    const byte = bytes[place] as number;
    switch (BYTE_CLASS[byte]) {
      case SPACE:
        break;
      case STRING: {
        if (last === VALUE) return ODD;
        const behind = stringEnd(bytes, place + 1);
        if (behind < 0) return behind;
        place = behind - 1;
        last = VALUE;
        break;
      }
      case WORD:
        if (last === VALUE) return ODD;
        while (place + 1 < end && BYTE_CLASS[bytes[place + 1] as number] === WORD) place += 1;
        last = VALUE;
        break;
      case SEPARATOR:
        if (last !== VALUE) return ODD;
        last = byte;
        break;
      case OPEN: {
        const fits = open[depth - 1] === OPEN_OBJECT ? last === COLON : last === COMMA || last === OPEN_LIST;
        if (!fits) return ODD;
        if (depth === open.length) {
          const larger = new Uint8Array(depth * 2);
          larger.set(open);
          open = larger;
        }
        open[depth] = byte;
        depth += 1;
        last = byte;
        break;
      }
      case CLOSE:
        // Either bracket is two after its opening one.
        if (open[depth - 1] !== byte - 2 || last === COLON) return ODD;
        depth -= 1;
        last = VALUE;
        if (depth === 0) return place + 1;
        break;
      default:
        return ODD;
    }
  }
  return MORE;
}

const EVENT_KEYS = ['ph', 'name', 'cat', 'pid', 'tid', 'ts', 'dur', 'args', 'id', 's', 'bp', 'tts', 'tdur'];
const KEY_BYTES = EVENT_KEYS.map((key) => [...`"${key}"`].map((letter) => letter.charCodeAt(0)));

/** The next place that looks like the beginning of an event, from `from` on. ODD: none. MORE: perhaps at the end. */
export function eventStart(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(OPEN_OBJECT, from); at >= 0; at = bytes.indexOf(OPEN_OBJECT, at + 1)) {
    let before = at - 1;
    while (before >= 0 && BYTE_CLASS[bytes[before] as number] === SPACE) before -= 1;
    if (before >= 0 && bytes[before] === COLON) continue;
    let key = at + 1;
    while (key < bytes.length && BYTE_CLASS[bytes[key] as number] === SPACE) key += 1;
    if (key + 8 > bytes.length) return MORE;
    const found = KEY_BYTES.find((letters) =>
      letters.every((letter, place) => bytes[key + place] === letter),
    );
    if (found === undefined) continue;
    let colon = key + found.length;
    while (colon < bytes.length && BYTE_CLASS[bytes[colon] as number] === SPACE) colon += 1;
    if (colon === bytes.length) return MORE;
    if (bytes[colon] === COLON) return at;
  }
  return ODD;
}
