import { deflateRawSync } from 'node:zlib';
import type { SpanTable } from '../../contract/spans.ts';
import { spansToBytes } from '../../core/analysis/spans/span-bytes.ts';

/** Of quick compression, since a page waits: JSON of operators shrinks to a tenth all the same. */
const LEVEL = { level: 1 } as const;

/** The other end is core/profiling/unpack. */
export function packJson(document: unknown): Uint8Array {
  return deflateRawSync(JSON.stringify(document), LEVEL);
}

export function packSpans(spans: SpanTable): Uint8Array {
  return deflateRawSync(spansToBytes(spans), LEVEL);
}
