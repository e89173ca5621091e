import type { Bytes } from '../../contract/units.ts';
import type { SpanTable } from '../../contract/spans.ts';
import type { ProfileTally } from '../../core/analysis/attribution/profile-tally.ts';
import { OrtProfileReader } from '../../core/importers/ort-profile.ts';
import { LastSpans } from './last-spans.ts';
import { findProfileFile, readInPieces, removeFile } from './profile-file.ts';

export interface ReadSlice {
  readonly bytes: Bytes;
  readonly events: number;
  /** Iterations that were found whole and counted. */
  readonly iterations: number;
  readonly isWhole: boolean;
  /** Of its last iterations. */
  readonly spans: SpanTable;
}

/** Takes up what the runtime wrote, as far as it goes, and removes it; null where it wrote nothing at all. */
export async function readSlice(
  prefix: string,
  warmed: number,
  tally: ProfileTally,
): Promise<ReadSlice | null> {
  const path = findProfileFile(prefix);
  if (path === null) return null;
  const before = tally.iterations;
  const last = new LastSpans(warmed);
  const reader = new OrtProfileReader((event) => {
    tally.take(event);
    last.take(event);
  });
  tally.beginSlice(warmed);
  try {
    const bytes = await readInPieces(path, (piece) => reader.push(piece));
    const { isWhole, events } = reader.end();
    return { bytes, events, iterations: tally.iterations - before, isWhole, spans: last.table() };
  } finally {
    removeFile(path);
  }
}
