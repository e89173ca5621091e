import type { TransferProbe } from '../../contract/probe.ts';
import type { Card } from './card.ts';
import { gigabytesPerSecond, measuredOf } from './measure.ts';
import { arithmeticFor } from './probe-arithmetic.ts';

const REPEATS = 6;
/** Parts of a transfer, between which the streams take turns. */
const PARTS = 16;

export function probeTransfers(card: Card, bytes: number) {
  const repeats = card.isStandIn ? 1 : REPEATS;
  const memory = card.allocate(bytes);
  // Written to, so that its pages are there.
  const pageable = new Uint8Array(bytes).fill(0x5a);
  const pinned = card.allocatePinned(bytes);
  pinned.write(pageable);
  const speed = (time: (repeats: number) => Float64Array): number => {
    time(1);
    return gigabytesPerSecond(bytes, measuredOf(time(repeats)).ms);
  };
  const hostToDevice: TransferProbe = {
    bytes,
    pageableGBs: speed((times) => memory.timeUpload(pageable, card.stream, times)),
    pinnedGBs: speed((times) => memory.timeUpload(pinned, card.stream, times)),
  };
  const deviceToHost: TransferProbe = {
    bytes,
    pageableGBs: speed((times) => memory.timeDownload(pageable, card.stream, times)),
    pinnedGBs: speed((times) => memory.timeDownload(pinned, card.stream, times)),
  };
  return { hostToDevice, deviceToHost };
}

export interface Overlap {
  readonly gain: number;
  readonly oneMs: number;
  readonly twoMs: number;
  readonly parts: number;
}

/** The best that a second stream can bring: copies and arithmetic that take equally long. */
export function probeOverlap(card: Card, bytes: number, uploadGBs: number): Overlap {
  const repeats = card.isStandIn ? 1 : REPEATS;
  const memory = card.allocate(bytes);
  const source = card.allocatePinned(bytes);
  const { kernel, shape, args } = arithmeticFor(card, bytes / PARTS / uploadGBs / 1e6);
  const time = (streams: number): number => {
    const list = Array.from({ length: streams }, () => card.createStream());
    const run = (times: number) =>
      card
        .kernel(kernel)
        .timePipeline(shape, args, { memory, source, streams: list, parts: PARTS, repeats: times });
    run(1);
    return measuredOf(run(repeats)).ms;
  };
  const [oneMs, twoMs] = [time(1), time(2)];
  return { gain: oneMs / twoMs, oneMs, twoMs, parts: PARTS };
}
