/**
 * Structured data as text, for the way over the DevTools protocol. It runs in Node and, with its types stripped,
 * in the page; both ends clone with the platform's own structuredClone first, so that what can't be cloned is
 * refused by the platform and not by us.
 */
type Tagged = readonly [tag: string, ...rest: unknown[]];

const ARRAYS: Readonly<Record<string, new (buffer: ArrayBuffer) => ArrayBufferView>> = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
};

export function encodeWire(value: unknown): string {
  return JSON.stringify(toWire(value, new Set()));
}

export function decodeWire(text: string): unknown {
  return fromWire(JSON.parse(text));
}

function toWire(value: unknown, above: Set<object>): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (value === undefined) return ['undefined'];
  if (typeof value === 'number') {
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : ['number', Object.is(value, -0) ? '-0' : String(value)];
  }
  if (typeof value === 'bigint') return ['bigint', String(value)];
  if (typeof value !== 'object') throw new Error(`electron double: a ${typeof value} cannot be cloned`);
  if (above.has(value)) throw new Error('electron double: data that holds itself is not implemented');
  above.add(value);
  try {
    return objectToWire(value, above);
  } finally {
    above.delete(value);
  }
}

function objectToWire(value: object, above: Set<object>): unknown {
  if (Array.isArray(value)) return ['array', value.map((item) => toWire(item, above))];
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  if (tag === 'ArrayBuffer') return ['ArrayBuffer', toBase64(new Uint8Array(value as ArrayBuffer))];
  if (tag in ARRAYS) {
    const view = value as ArrayBufferView;
    return [tag, toBase64(new Uint8Array(view.buffer as ArrayBuffer, view.byteOffset, view.byteLength))];
  }
  if (tag === 'Date') return ['Date', (value as Date).getTime()];
  if (tag === 'Map')
    return [
      'Map',
      [...(value as Map<unknown, unknown>)].map((pair) => pair.map((item) => toWire(item, above))),
    ];
  if (tag === 'Set') return ['Set', [...(value as Set<unknown>)].map((item) => toWire(item, above))];
  if (tag === 'Error') return ['Error', (value as Error).name, (value as Error).message];
  if (tag !== 'Object') throw new Error(`electron double: cloning a ${tag} is not implemented`);
  return ['object', Object.entries(value).map(([key, item]) => [key, toWire(item, above)])];
}

function fromWire(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const [tag, content, more] = value as unknown as Tagged;
  if (tag === 'undefined') return undefined;
  if (tag === 'number') return content === '-0' ? -0 : Number(content);
  if (tag === 'bigint') return BigInt(content as string);
  if (tag === 'array') return (content as unknown[]).map(fromWire);
  if (tag === 'object')
    return Object.fromEntries((content as [string, unknown][]).map(([key, item]) => [key, fromWire(item)]));
  if (tag === 'Date') return new Date(content as number);
  if (tag === 'Map')
    return new Map((content as [unknown, unknown][]).map(([key, item]) => [fromWire(key), fromWire(item)]));
  if (tag === 'Set') return new Set((content as unknown[]).map(fromWire));
  if (tag === 'Error') return Object.assign(new Error(more as string), { name: content });
  const bytes = fromBase64(content as string);
  if (tag === 'ArrayBuffer') return bytes.buffer;
  const make = ARRAYS[tag];
  if (!make) throw new Error(`electron double: ${tag} is no tag`);
  return new make(bytes.buffer);
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += 8192) {
    text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  }
  return btoa(text);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
