import { useQueries } from '@tanstack/react-query';
import type { TraceInfo } from '../../../contract/trace.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { api } from '../../state/connection.ts';
import { queryKeys } from '../../state/query-keys.ts';
import type { TracePart } from './Reported.tsx';

/** The trace as it went by, alone or beside others. */
export function TimelineTab({ info, route }: TracePart) {
  const others = useQueries({
    queries: (route.beside ?? []).map((id) => ({
      queryKey: queryKeys.trace(id),
      queryFn: () => api.getTrace(id),
    })),
  });
  const traces = [info, ...others.flatMap(({ data }) => data?.info ?? [])];
  return <EmptyState title={traces.map((trace: TraceInfo) => trace.name).join(', ')} />;
}
