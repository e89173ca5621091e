import { Floats, Wholes } from './growing.ts';
import type { ReaderTrack } from './track-table.ts';

/** Events that begin and end spans, as columns, in the order of the source. Numbers are the sink's. */
export class OpenEvents {
  readonly isEnd = new Wholes();
  readonly atNs = new Floats();
  readonly name = new Wholes();
  readonly category = new Wholes();
  readonly kind = new Wholes();
  readonly offset = new Floats();
  /** Of HeldDetails. */
  readonly details = new Wholes();
  readonly detailsEnd = new Wholes();

  get length(): number {
    return this.atNs.length;
  }
}

/** Ends of one moment that are kept for beginnings behind them. */
const MOST_EARLY = 256;

/** A span put together: of its events the places, the end −1 where it never came. */
export type TellSpan = (track: ReaderTrack, begin: number, end: number, endNs: number) => void;

export interface BeginEndTroubles {
  /** Ends of nothing, and beginnings without an end. */
  endsAlone: number;
  beginsAlone: number;
  firstOffset: number;
}

/**
 * Puts a track's beginnings and ends together, in order of time and then of the source. An end closes the innermost
 * open span of its name and whatever is open inside of it; one without a name the innermost. An end that fits nothing
 * closes the innermost where the track has no more ends than beginnings, as by a writer who names them otherwise, and
 * is left out where it has. What stays open ends with the track.
 */
export function matchTrack(
  events: OpenEvents,
  track: ReaderTrack,
  own: Uint32Array,
  tell: TellSpan,
  troubles: BeginEndTroubles,
): void {
  const at = events.atNs.values;
  const isEnd = events.isEnd.values;
  const names = events.name.values;
  if (
    own.some((event, index) => index > 0 && (at[event] as number) < (at[own[index - 1] as number] as number))
  )
    own.sort((a, b) => (at[a] as number) - (at[b] as number) || a - b);
  const ends = own.reduce((sum, event) => sum + (isEnd[event] as number), 0);
  const mayRename = ends * 2 <= own.length;
  const known = new Set<number>();
  for (const event of own) if (isEnd[event] === 0) known.add(names[event] as number);

  const open: number[] = [];
  const openOfName = new Map<number, number>();
  const close = (): number => {
    const event = open.pop() as number;
    const name = names[event] as number;
    openOfName.set(name, (openOfName.get(name) ?? 0) - 1);
    return event;
  };
  // Ends of this very moment whose beginning may stand behind them.
  let early: number[] = [];
  const trouble = (event: number, which: 'endsAlone' | 'beginsAlone'): void => {
    if (troubles.endsAlone + troubles.beginsAlone === 0)
      troubles.firstOffset = events.offset.values[event] as number;
    troubles[which] += 1;
  };
  const dropEarly = (): void => {
    for (const event of early) trouble(event, 'endsAlone');
    early = [];
  };

  for (const event of own) {
    const now = at[event] as number;
    const name = names[event] as number;
    if (early.length > 0 && at[early[0] as number] !== now) dropEarly();
    if (isEnd[event] === 0) {
      const waiting = early.findIndex((end) => names[end] === name);
      if (waiting < 0) {
        open.push(event);
        openOfName.set(name, (openOfName.get(name) ?? 0) + 1);
      } else tell(track, event, early.splice(waiting, 1)[0] as number, now);
      continue;
    }
    let place = open.length - 1;
    if (name !== 0 && (openOfName.get(name) ?? 0) > 0)
      while (names[open[place] as number] !== name) place -= 1;
    else if (name !== 0 && (known.has(name) || !mayRename)) place = -1;
    if (place < 0) {
      if (early.length < MOST_EARLY) early.push(event);
      else trouble(event, 'endsAlone');
      continue;
    }
    while (open.length > place + 1) {
      const inner = close();
      trouble(inner, 'beginsAlone');
      tell(track, inner, -1, now);
    }
    tell(track, close(), event, now);
  }
  dropEarly();
  const last = own.length === 0 ? 0 : (at[own[own.length - 1] as number] as number);
  const endOfTrack = Math.max(last, Number.isFinite(track.toNs) ? track.toNs : last);
  for (let event = open.pop(); event !== undefined; event = open.pop()) {
    trouble(event, 'beginsAlone');
    tell(track, event, -1, endOfTrack);
  }
}
