import type { EventBatch } from '../../core/importers/trace-events/event-batch.ts';
import type { EventBytes } from '../../core/importers/trace-events/trace-event-reader.ts';

/** A batch that goes to another thread: no longer than what is in it, with the bytes that its columns lack. */
export interface PackedBatch {
  readonly batch: EventBatch;
  /** Of the events that are not whole, one after the other. */
  readonly bytes: Uint8Array;
}

/** `bytes[0]` has `baseOffset` as its place in the source. */
export function packBatch(batch: EventBatch, bytes: Uint8Array, baseOffset: number): PackedBatch {
  const { count, detailCount } = batch;
  return {
    batch: {
      count,
      phase: batch.phase.slice(0, count),
      name: batch.name.slice(0, count),
      category: batch.category.slice(0, count),
      process: batch.process.slice(0, count),
      thread: batch.thread.slice(0, count),
      id: batch.id.slice(0, count),
      bindPoint: batch.bindPoint.slice(0, count),
      scope: batch.scope.slice(0, count),
      microseconds: batch.microseconds.slice(0, count),
      nanoseconds: batch.nanoseconds.slice(0, count),
      durationNs: batch.durationNs.slice(0, count),
      offset: batch.offset.slice(0, count),
      length: batch.length.slice(0, count),
      isWhole: batch.isWhole.slice(0, count),
      detailCount,
      detailEvent: batch.detailEvent.slice(0, detailCount),
      detailKey: batch.detailKey.slice(0, detailCount),
      detailValue: batch.detailValue.slice(0, detailCount),
      strings: batch.strings,
      brokenCount: batch.brokenCount,
      brokenAt: batch.brokenAt,
    },
    bytes: bytesOfOdd(batch, bytes, baseOffset),
  };
}

/** What moves instead of being copied. */
export function moved({ batch, bytes }: PackedBatch): ArrayBuffer[] {
  const columns = Object.values(batch).filter((value) => ArrayBuffer.isView(value));
  return [...columns, bytes].map(({ buffer }) => buffer as ArrayBuffer);
}

/** To be asked for its events in their order. */
export function packedBytes({ batch, bytes }: PackedBatch): EventBytes {
  let at = 0;
  return (event) => {
    const end = at + (batch.length[event] as number);
    const own = bytes.subarray(at, end);
    at = end;
    return own;
  };
}

function bytesOfOdd(batch: EventBatch, bytes: Uint8Array, baseOffset: number): Uint8Array {
  let length = 0;
  for (let event = 0; event < batch.count; event += 1)
    if (batch.isWhole[event] === 0) length += batch.length[event] as number;
  const odd = new Uint8Array(length);
  let at = 0;
  for (let event = 0; event < batch.count; event += 1) {
    if (batch.isWhole[event] !== 0) continue;
    const begin = (batch.offset[event] as number) - baseOffset;
    odd.set(bytes.subarray(begin, begin + (batch.length[event] as number)), at);
    at += batch.length[event] as number;
  }
  return odd;
}
