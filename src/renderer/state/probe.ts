import { useQuery } from '@tanstack/react-query';
import { create } from 'zustand';
import { asDynoError, type DynoError } from '../../contract/errors.ts';
import type { ProbeProgress } from '../../contract/probe.ts';
import { api, onCoreEvent } from './connection.ts';
import { queryClient } from './queries.ts';
import { queryKeys } from './query-keys.ts';

export interface Probing {
  readonly isProbing: boolean;
  /** Null until its first step. */
  readonly progress: ProbeProgress | null;
  readonly error: DynoError | null;
}

let stopAsked = false;

export const useProbing = create<Probing>(() => ({ isProbing: false, progress: null, error: null }));

export const useProbes = () => useQuery({ queryKey: queryKeys.probes, queryFn: () => api.listProbes() });

export const useOwnProbe = () =>
  useQuery({ queryKey: queryKeys.ownProbe, queryFn: () => api.probeOfThisMachine() });

export function followProbe(): void {
  onCoreEvent((event) => {
    if (event.type !== 'probe-progress') return;
    const { progress } = event;
    const goesOn = progress.done < progress.of;
    // Somebody else's, such as another window's, is shown as well; its end is heard of here alone.
    useProbing.setState({ isProbing: goesOn, progress: goesOn ? progress : null });
    if (!goesOn) refresh();
  });
}

export async function measureCeilings(): Promise<void> {
  stopAsked = false;
  useProbing.setState({ isProbing: true, progress: null, error: null });
  try {
    await api.probe({});
    refresh();
  } catch (thrown) {
    // Who stopped it knows.
    if (!stopAsked) useProbing.setState({ error: asDynoError(thrown) });
  } finally {
    useProbing.setState({ isProbing: false, progress: null });
  }
}

export function stopMeasuringCeilings(): void {
  stopAsked = true;
  void api.stopProbe();
}

function refresh(): void {
  void queryClient.invalidateQueries({ queryKey: queryKeys.probes });
  void queryClient.invalidateQueries({ queryKey: queryKeys.ownProbe });
}
