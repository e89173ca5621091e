import { CircleHelp, Equal, Loader, TrendingDown, TrendingUp } from 'lucide-react';
import type { AbComparison, AbVerdict } from '../../../contract/ab.ts';
import { Badge } from '../../components/Badge.tsx';
import { RunStatusBadge } from '../../components/RunStatusBadge.tsx';

const FACES = {
  faster: { tone: 'good', icon: <TrendingDown /> },
  slower: { tone: 'bad', icon: <TrendingUp /> },
  same: { tone: 'neutral', icon: <Equal /> },
  undecided: { tone: 'warning', icon: <CircleHelp /> },
} as const satisfies Record<AbVerdict, object>;

/** What became of it: the verdict where there is one, else how it stands. */
export function VerdictBadge({ comparison }: { readonly comparison: AbComparison }) {
  const { status, answer } = comparison;
  if (status === 'running' && answer !== null) {
    return (
      <Badge tone="accent" icon={<Loader />}>
        measuring
      </Badge>
    );
  }
  if (status !== 'done' || answer === null) return <RunStatusBadge status={status} />;
  const { tone, icon } = FACES[answer.verdict];
  return (
    <Badge tone={tone} icon={icon}>
      {answer.verdict}
    </Badge>
  );
}
