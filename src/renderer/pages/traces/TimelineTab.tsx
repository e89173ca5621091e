import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { TraceInfo } from '../../../contract/trace.ts';
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
    () => labelled([info, ...others]).map((trace) => ({ ...trace, offsetUs: 0 })),
    [info, others],
  );
  const opensAt = useMemo(
    () => (from === undefined || to === undefined ? null : { fromUs: from, toUs: to }),
    [from, to],
  );
  return <TraceTimeline traces={traces} opensAt={opensAt} />;
}

/** By their ranks where these tell them apart: names of one job are long and alike. */
function labelled(
  infos: readonly TraceInfo[],
): readonly { readonly info: TraceInfo; readonly label: string }[] {
  const ranks = infos.map(({ facts }) => facts.find(({ name }) => name === 'Rank')?.value);
  const areRanks = infos.length > 1 && !ranks.includes(undefined) && new Set(ranks).size === infos.length;
  return infos.map((info, place) => ({ info, label: areRanks ? `rank ${ranks[place] ?? ''}` : info.name }));
}
