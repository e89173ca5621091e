import { setImmediate as nextTurn } from 'node:timers/promises';
import { DynoError } from '../../contract/errors.ts';
import type { HardwareChannel } from '../../contract/hardware-channels.ts';
import type { ChannelSeries, ChannelSummary, Recording, RecordingWish } from '../../contract/recording.ts';
import type { Milliseconds } from '../../contract/units.ts';
import { summarizeChannel } from '../analysis/channel-summary.ts';
import { downSample } from '../analysis/down-sample.ts';
import type { BlockCursor, RecordingBlock } from '../store/recording-blocks.ts';
import type { Store } from '../store/store.ts';
import { ChannelTrack } from './channel-track.ts';

type BlockStore = Pick<Store, 'readRecordingBlocks' | 'recordingExtent'>;

/** So many blocks between two turns of the event loop: other pages and a run's samples wait no longer than for them. */
const BLOCKS_A_TURN = 64;
/** Readings held at once, 16 bytes each. */
const MOST_HELD = 4_000_000;

export interface Range {
  readonly fromSeconds?: number | undefined;
  readonly toSeconds?: number | undefined;
}

interface Wish extends Range {
  readonly channels?: readonly string[] | undefined;
  readonly points?: number | undefined;
}

/** Second 0 of a recording's axis: known, or its first tick; of an empty one, anything. */
function originOf(store: BlockStore, { id, originMs }: Recording): Milliseconds {
  return originMs ?? store.recordingExtent(id).fromMs ?? 0;
}

export async function readRecording(
  store: BlockStore,
  recording: Recording,
  { channels, points, ...range }: RecordingWish,
): Promise<ChannelSeries[]> {
  const origin = originOf(store, recording);
  return eachChannel(store, recording, { ...range, channels, points }, ({ id }, { atMs, values }) => {
    const line = points === undefined ? { x: atMs, y: values } : downSample(atMs, values, points);
    return { channel: id, atSeconds: line.x.map((ms) => (ms - origin) / 1000), values: line.y.slice() };
  });
}

export async function summarizeRecording(
  store: BlockStore,
  recording: Recording,
  range: Range,
): Promise<ChannelSummary[]> {
  return eachChannel(store, recording, range, ({ id }, { values }) => summarizeChannel(id, values));
}

async function eachChannel<Made>(
  store: BlockStore,
  recording: Recording,
  { fromSeconds = Number.NEGATIVE_INFINITY, toSeconds = Number.POSITIVE_INFINITY, channels, points }: Wish,
  make: (channel: HardwareChannel, track: ChannelTrack) => Made,
): Promise<Made[]> {
  const places = placesOf(recording, channels);
  const origin = originOf(store, recording);
  const fromMs = origin + fromSeconds * 1000;
  const toMs = origin + toSeconds * 1000;
  const readings = places.length * recording.sampleCount;
  // Too many to hold are thinned on the way where few points are wanted, else read in several goes.
  const thinTo = readings > MOST_HELD ? points : undefined;
  const atOnce =
    points === undefined
      ? Math.max(1, Math.floor(MOST_HELD / Math.max(1, recording.sampleCount)))
      : places.length;
  const made: Made[] = [];
  for (let first = 0; first < places.length; first += Math.max(1, atOnce)) {
    const columns = places.slice(first, first + atOnce);
    const tracks = new Map(columns.map((place) => [place, trackOf(recording.channels[place], thinTo)]));
    let after: BlockCursor | null | undefined;
    do {
      const page = store.readRecordingBlocks(recording.id, {
        columns,
        fromMs,
        toMs,
        most: BLOCKS_A_TURN,
        ...(after && { after }),
      });
      for (const block of page.blocks) addBlock(block, tracks, fromMs, toMs);
      after = page.next;
      await nextTurn();
      for (const track of tracks.values()) {
        if (!track.isLong) continue;
        track.thin();
        await nextTurn();
      }
    } while (after !== null);
    for (const [place, track] of tracks) {
      made.push(make(recording.channels[place] as HardwareChannel, track));
      await nextTurn();
    }
  }
  return made;
}

function trackOf(channel: HardwareChannel | undefined, points: number | undefined): ChannelTrack {
  const isOutside = channel === undefined || channel.source === 'outside';
  return new ChannelTrack(isOutside ? null : channel.periodMs, points);
}

function addBlock(
  { columns, atMs, values, marks }: RecordingBlock,
  tracks: ReadonlyMap<number, ChannelTrack>,
  fromMs: Milliseconds,
  toMs: Milliseconds,
): void {
  const ticks = atMs.length;
  columns.forEach((place, column) => {
    const track = tracks.get(place);
    if (track === undefined) return;
    for (let tick = 0; tick < ticks; tick += 1) {
      const at = atMs[tick] as number;
      if (at < fromMs || at > toMs) continue;
      track.add(at, values[column * ticks + tick] as number, marks[column * ticks + tick] as number);
    }
  });
}

/** Where the wanted channels stand, in the order of the wish. */
function placesOf(recording: Recording, wanted: readonly string[] | undefined): readonly number[] {
  if (wanted === undefined) return recording.channels.map((_, place) => place);
  const places = new Map(recording.channels.map(({ id }, place) => [id, place]));
  return [...new Set(wanted)].map((id) => {
    const place = places.get(id);
    if (place !== undefined) return place;
    throw new DynoError({
      code: 'USAGE',
      message: `This recording has no channel "${id}".`,
      subject: id,
      nextStep: 'Name one of the channels that the recording lists.',
    });
  });
}
