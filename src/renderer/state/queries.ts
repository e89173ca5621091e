import {
  QueryClient,
  keepPreviousData,
  useQueries,
  useQuery,
  type UseQueryResult,
} from '@tanstack/react-query';
import type { HardwareSeries } from '../../contract/hardware.ts';
import type { HistoryRequest } from '../../contract/history.ts';
import type { ModelRef } from '../../contract/model.ts';
import type { BenchRequest, RunFilter } from '../../contract/run.ts';
import type { Sweep, SweepRequest } from '../../contract/sweep.ts';
import { api, onCoreEvent, onOnline } from './connection.ts';
import { queryKeys } from './query-keys.ts';

/** The core tells what changed, so nothing is polled and nothing goes stale by itself. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: Infinity, retry: false, refetchOnWindowFocus: false, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
});

export function keepQueriesFresh(): void {
  onOnline(() => void queryClient.invalidateQueries());
  onCoreEvent((event) => {
    if (event.type === 'sweep-progress') tellSweep(event.sweep);
    const stale = (queryKey: readonly unknown[]): void => void queryClient.invalidateQueries({ queryKey });
    if (event.type === 'targets-changed' || event.type === 'runs-changed') {
      for (const queryKey of [
        queryKeys.targets,
        queryKeys.anyTargetReport,
        queryKeys.baselines,
        queryKeys.anyAgainst,
        ['history'],
      ])
        stale(queryKey);
    }
    if (event.type !== 'runs-changed') return;
    stale(queryKeys.anyRuns);
    stale(queryKeys.live);
    stale(queryKeys.models);
    if (event.runIds === 'unknown') {
      for (const queryKey of [
        ['ab'],
        queryKeys.abs,
        ['run'],
        ['series'],
        ['hardware'],
        ['details'],
        ['profile'],
        ['profile-spans'],
        ['findings'],
        ['comparison'],
        ['difference'],
        ['history'],
        ['histories'],
        ['sweep'],
        ['sweeps'],
      ])
        stale(queryKey);
      return;
    }
    for (const runId of event.runIds) {
      stale(queryKeys.run(runId));
      stale(queryKeys.series(runId));
      stale(queryKeys.hardware(runId));
      stale(queryKeys.details(runId));
      stale(queryKeys.profile(runId));
      stale(queryKeys.profileSpans(runId));
      stale(queryKeys.findings(runId));
    }
    stale(['comparison']);
    stale(['difference']);
    stale(['history']);
    stale(queryKeys.histories);
  });
}

/** The event carries the whole sweep: nothing has to be asked for. */
function tellSweep(sweep: Sweep): void {
  queryClient.setQueryData(queryKeys.sweep(sweep.id), sweep);
  void queryClient.invalidateQueries({ queryKey: queryKeys.sweeps });
}

export const useAbout = () => useQuery({ queryKey: queryKeys.about, queryFn: () => api.about() });

export const useDoctor = () => useQuery({ queryKey: queryKeys.doctor, queryFn: () => api.doctor() });

export const useModels = () => useQuery({ queryKey: queryKeys.models, queryFn: () => api.listModels() });

export const useModel = (ref: ModelRef | null) =>
  useQuery({
    queryKey: queryKeys.model(ref ?? { kind: 'file', location: '' }),
    queryFn: () => api.inspectModel(ref as ModelRef),
    enabled: ref !== null,
  });

/** Keeps the last plan on show while the next one is made. */
export const usePlan = (request: BenchRequest | null) =>
  useQuery({
    queryKey: queryKeys.plan(request),
    queryFn: () => api.planBench(request as BenchRequest),
    enabled: request !== null,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    // Free memory moves.
    staleTime: 5_000,
  });

export const useLiveRuns = () => useQuery({ queryKey: queryKeys.live, queryFn: () => api.liveRuns() });

export const useRuns = (filter: RunFilter = {}) =>
  useQuery({
    queryKey: queryKeys.runs(filter),
    queryFn: () => api.listRuns(filter),
    placeholderData: keepPreviousData,
  });

export const useRun = (runId: string) =>
  useQuery({ queryKey: queryKeys.run(runId), queryFn: () => api.getRun(runId) });

export const useSeries = (runId: string, enabled = true) =>
  useQuery({ queryKey: queryKeys.series(runId), queryFn: () => api.getSeries(runId), enabled });

export const useHardware = (runId: string, enabled = true) =>
  useQuery({ queryKey: queryKeys.hardware(runId), queryFn: () => api.getHardware(runId), enabled });

/** What a run has beyond its row, of which its trust's evidence is one. */
export const useDetails = (runId: string, enabled = true) =>
  useQuery({ queryKey: queryKeys.details(runId), queryFn: () => api.getDetails(runId), enabled });

/** Null where the run was not profiled. */
export const useProfile = (runId: string) =>
  useQuery({ queryKey: queryKeys.profile(runId), queryFn: () => api.getProfile(runId) });

export const useProfileSpans = (runId: string) =>
  useQuery({ queryKey: queryKeys.profileSpans(runId), queryFn: () => api.getProfileSpans(runId) });

export const useModelGraph = (runId: string) =>
  useQuery({ queryKey: queryKeys.modelGraph(runId), queryFn: () => api.getModelGraph(runId) });

export const useFindings = (runId: string) =>
  useQuery({ queryKey: queryKeys.findings(runId), queryFn: () => api.getFindings(runId) });

export const useSweepPlan = (request: SweepRequest | null) =>
  useQuery({
    queryKey: queryKeys.sweepPlan(request),
    queryFn: () => api.planSweep(request as SweepRequest),
    enabled: request !== null,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    // Free memory moves, and so do estimates.
    staleTime: 5_000,
  });

export const useSweep = (sweepId: string) =>
  useQuery({ queryKey: queryKeys.sweep(sweepId), queryFn: () => api.getSweep(sweepId) });

export const useSweeps = () => useQuery({ queryKey: queryKeys.sweeps, queryFn: () => api.listSweeps() });

export const useHistories = () =>
  useQuery({ queryKey: queryKeys.histories, queryFn: () => api.listHistories() });

/** Keeps the last history on show while another metric of it is read. */
export const useHistory = (request: HistoryRequest) =>
  useQuery({
    queryKey: queryKeys.history(request),
    queryFn: () => api.getHistory(request),
    placeholderData: (before, query) => (query?.queryKey[1] === request.model ? before : undefined),
  });

/** The first is the reference. Two at least. */
export const useComparison = (runs: readonly string[]) =>
  useQuery({
    queryKey: queryKeys.comparison(runs),
    queryFn: () => api.compareRuns(runs),
    placeholderData: keepPreviousData,
  });

/** Of several runs at once; pending until all are here. */
export function useHardwareOf(runIds: readonly string[]) {
  return useQueries({
    queries: runIds.map((runId) => ({
      queryKey: queryKeys.hardware(runId),
      queryFn: () => api.getHardware(runId),
    })),
    combine: joinedHardware,
  });
}

function joinedHardware(results: readonly UseQueryResult<HardwareSeries | null>[]) {
  return {
    data: results.map(({ data }) => data ?? null),
    isPending: results.some(({ isPending }) => isPending),
    error: results.find(({ error }) => error !== null)?.error ?? null,
    retry: () => {
      for (const { refetch } of results) void refetch();
    },
  };
}
