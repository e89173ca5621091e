export interface NamedTrack {
  /** Tracks of one process or device belong together. */
  readonly group: string;
  readonly name: string;
}

export interface TrackPlace {
  readonly pid: number;
  readonly tid: number;
}

/** Numbers from 1 on: 0 is the idle process to some readers. */
export function trackPlaces(tracks: readonly NamedTrack[]): readonly TrackPlace[] {
  const pids = new Map<string, number>();
  return tracks.map(({ group }, track) => {
    const pid = pids.get(group) ?? pids.size + 1;
    pids.set(group, pid);
    return { pid, tid: track + 1 };
  });
}

/** The Trace Event Format's words for processes and threads, in the order of the tracks. */
export function trackMetadata(tracks: readonly NamedTrack[], places: readonly TrackPlace[]): object[] {
  const named = new Set<number>();
  return tracks.flatMap(({ name, group }, track) => {
    const { pid, tid } = places[track] as TrackPlace;
    const isNew = !named.has(pid);
    named.add(pid);
    return [
      ...(isNew ? [{ ph: 'M', name: 'process_name', pid, args: { name: group } }] : []),
      ...(isNew ? [{ ph: 'M', name: 'process_sort_index', pid, args: { sort_index: pid } }] : []),
      { ph: 'M', name: 'thread_name', pid, tid, args: { name } },
      { ph: 'M', name: 'thread_sort_index', pid, tid, args: { sort_index: track } },
    ];
  });
}

/** A complete event. Name and category are JSON already, times the digits of microseconds. */
export function completeEvent(
  { pid, tid }: TrackPlace,
  name: string,
  category: string,
  start: string | number,
  duration: string | number,
): string {
  return `{"ph":"X","name":${name},"cat":${category},"pid":${pid},"tid":${tid},"ts":${start},"dur":${duration}`;
}
