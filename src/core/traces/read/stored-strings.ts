import type { DictionaryPlace } from '../arrow/arrow-file.ts';
import type { DiskFile } from '../disk-file.ts';

/** So many bytes of text are read at once, and kept: a plain array is what readers are quickest with. */
const MOST_AT_ONCE = 64 * 1024 * 1024;
/** Of texts read one by one the last so many are kept. */
const MOST_KEPT = 4096;

/** The strings of a trace, like an array. Texts beyond what memory should hold are read one by one when asked for. */
export function storedStrings(file: DiskFile, place: DictionaryPlace): readonly string[] {
  const offsets = readOffsets(file, place);
  const bytes = offsets[place.count] ?? 0;
  if (bytes > MOST_AT_ONCE) return readOneByOne(file, place, offsets);
  const all = Buffer.from(file.read(new Uint8Array(bytes), place.bytesAt).buffer);
  const strings = new Array<string>(place.count);
  for (let number = 0; number < place.count; number++)
    strings[number] = all.toString('utf8', offsets[number], offsets[number + 1]);
  return strings;
}

function readOffsets(
  file: DiskFile,
  { count, offsetsAt, isLarge }: DictionaryPlace,
): Float64Array | Int32Array {
  if (!isLarge) return file.read(new Int32Array(count + 1), offsetsAt);
  return Float64Array.from(file.read(new BigInt64Array(count + 1), offsetsAt), Number);
}

function readOneByOne(
  file: DiskFile,
  place: DictionaryPlace,
  offsets: Float64Array | Int32Array,
): readonly string[] {
  const kept = new Map<number, string>();
  const read = (number: number): string => {
    const known = kept.get(number);
    if (known !== undefined) return known;
    const from = offsets[number] ?? 0;
    const bytes = file.read(new Uint8Array((offsets[number + 1] ?? from) - from), place.bytesAt + from);
    const text = Buffer.from(bytes.buffer).toString('utf8');
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(number, text);
    return text;
  };
  return new Proxy(new Array<string>(place.count), {
    get(target, property, receiver): unknown {
      const number = typeof property === 'string' ? Number(property) : NaN;
      if (Number.isInteger(number) && number >= 0 && number < place.count) return read(number);
      return Reflect.get(target, property, receiver) as unknown;
    },
    has: (target, property) =>
      (typeof property === 'string' && Number(property) < place.count) || Reflect.has(target, property),
  });
}
