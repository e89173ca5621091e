import { useQuery } from '@tanstack/react-query';
import { api } from './connection.ts';
import { queryKeys } from './query-keys.ts';

export const useTargets = () => useQuery({ queryKey: queryKeys.targets, queryFn: () => api.listTargets() });

export const useTargetMetrics = () =>
  useQuery({ queryKey: queryKeys.targetMetrics, queryFn: () => api.listTargetMetrics() });

export const useTargetReport = (runId: string, set: string, baseline: string | null) =>
  useQuery({
    queryKey: queryKeys.targetReport(runId, set, baseline),
    queryFn: () => api.checkTargets(runId, set, baseline),
  });

export const useBaselines = () =>
  useQuery({ queryKey: queryKeys.baselines, queryFn: () => api.listBaselines() });

export const useAgainst = (runId: string, baseline: string) =>
  useQuery({
    queryKey: queryKeys.against(runId, baseline),
    queryFn: () => api.holdAgainst(runId, baseline),
  });
