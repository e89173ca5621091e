export interface NamedTrack {
  /** Tracks of one process or device belong together. */
  readonly group: string;
  readonly name: string;
}

export interface TrackPlace {
  /** Text where a process has no number, as PyTorch's profiler does it too. */
  readonly pid: number | string;
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

/** The numbers that groups have in their names, such as "python 1234", so that a reader gives them the same names. */
export function namedPlaces(tracks: readonly NamedTrack[]): readonly TrackPlace[] {
  const pids = new Map<string, number | string>();
  const taken = new Set<number | string>();
  return tracks.map(({ group }, track) => {
    let pid = pids.get(group);
    if (pid === undefined) {
      const [, digits = ''] = /(?:^|\D)(\d{1,9})\)?$/.exec(group) ?? [];
      pid = digits === '' || taken.has(Number(digits)) ? group : Number(digits);
      pids.set(group, pid);
      taken.add(pid);
    }
    return { pid, tid: track + 1 };
  });
}

/** The Trace Event Format's words for processes and threads, in the order of the tracks. */
export function trackMetadata(tracks: readonly NamedTrack[], places: readonly TrackPlace[]): object[] {
  const named = new Set<number | string>();
  return tracks.flatMap(({ name, group }, track) => {
    const { pid, tid } = places[track] as TrackPlace;
    const isNew = !named.has(pid);
    named.add(pid);
    return [
      ...(isNew ? [{ ph: 'M', name: 'process_name', pid, args: { name: group } }] : []),
      ...(isNew ? [{ ph: 'M', name: 'process_labels', pid, args: { labels: group } }] : []),
      ...(isNew ? [{ ph: 'M', name: 'process_sort_index', pid, args: { sort_index: track } }] : []),
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
  const process = typeof pid === 'number' ? pid : JSON.stringify(pid);
  return `{"ph":"X","name":${name},"cat":${category},"pid":${process},"tid":${tid},"ts":${start},"dur":${duration}`;
}
