/** Of every document on stdout; grows by one when a field changes its meaning or goes. */
export const SCHEMA_VERSION = 1;

export function jsonDocument(content: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ schemaVersion: SCHEMA_VERSION, ...content }, plainArrays, 2);
}

/** JSON knows no typed arrays: as they are, they would become objects with numbered fields. */
function plainArrays(_key: string, value: unknown): unknown {
  if (value instanceof BigInt64Array || value instanceof BigUint64Array) return Array.from(value, String);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as Float64Array);
  return value;
}
