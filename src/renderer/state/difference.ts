import { useQuery } from '@tanstack/react-query';
import type { DifferenceRequest } from '../../contract/difference.ts';
import { api } from './connection.ts';
import { queryKeys } from './query-keys.ts';

/** From a total to the parts that make it up: a moment for runs, seconds for traces. */
export const useDifference = (request: DifferenceRequest) =>
  useQuery({
    queryKey: queryKeys.difference(request),
    queryFn: () => api.getDifference(request),
  });
