import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../../state/connection.ts';
import { queryKeys } from '../../state/query-keys.ts';
import { TraceTimeline } from '../../timeline/TraceTimeline.tsx';
import type { TracePart } from './Reported.tsx';

/** The trace as it went by, alone or beside others. */
export function TimelineTab({ info, route }: TracePart) {
  const { beside, from, to } = route;
  const others = useQueries({
    queries: (beside ?? []).map((id) => ({
      queryKey: queryKeys.trace(id),
      queryFn: () => api.getTrace(id),
    })),
    combine: (answers) => answers.flatMap(({ data }) => data?.info ?? []),
  });
  const traces = useMemo(
    () => [info, ...others].map((trace) => ({ info: trace, offsetUs: 0, label: trace.name })),
    [info, others],
  );
  const opensAt = useMemo(
    () => (from === undefined || to === undefined ? null : { fromUs: from, toUs: to }),
    [from, to],
  );
  return <TraceTimeline traces={traces} opensAt={opensAt} />;
}
