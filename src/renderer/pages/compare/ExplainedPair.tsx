import type { SideBySide } from '../../../contract/side-by-side.ts';
import { sideLabel } from '../../../core/analysis/side-by-side/side-label.ts';
import { ExplainCard } from '../../difference/ExplainCard.tsx';
import { navigate } from '../../state/navigation.ts';
import type { CompareRoute } from '../../state/routes.ts';

export interface ExplainedPairProps {
  readonly compared: SideBySide;
  readonly route: CompareRoute;
}

/** From the verdict to the operators that it is made of; of more runs than two, those of the chosen one. */
export function ExplainedPair({ compared: { runs }, route }: ExplainedPairProps) {
  const chosen = Math.max(
    1,
    runs.findIndex(({ id }) => id === route.other),
  );
  const [a, b] = [runs[0], runs[chosen]];
  if (a === undefined || b === undefined) return null;
  return (
    <ExplainCard
      request={{ kind: 'runs', a: a.id, b: b.id }}
      title={runs.length === 2 ? 'What explains it' : `What explains ${sideLabel(chosen)}`}
      onOpen={(tab, part) => navigate({ ...withoutPart(route), tab, ...(part === null ? {} : { part }) })}
    />
  );
}

/** A part belongs to the difference of two: of another two it means nothing. */
export function withoutPart({ part: _part, ...route }: CompareRoute): CompareRoute {
  return route;
}
