import { ArrowRight, Binary, CirclePlus, CircleX, Equal, Merge, PencilLine, Split } from 'lucide-react';
import type { DifferencePart, MatchKind } from '../../contract/difference.ts';
import { MATCH_WORDS } from '../../core/analysis/difference/shown/delta-words.ts';
import { Badge } from '../components/Badge.tsx';

const SIGNS: Readonly<Record<MatchKind, typeof Equal>> = {
  same: Equal,
  renamed: PencilLine,
  replaced: ArrowRight,
  requantised: Binary,
  fused: Merge,
  split: Split,
  new: CirclePlus,
  gone: CircleX,
};

const FOUND_BY: Readonly<Record<NonNullable<DifferencePart['matchedBy']>, string>> = {
  name: 'found by its name',
  tensor: 'found by the values that it makes',
  structure: 'found by what stands around it',
};

/** What became of an operator, with what is to be said of it. */
export function MatchBadge({ part }: { readonly part: DifferencePart }) {
  const { match, matchedBy, note } = part;
  const Sign = SIGNS[match];
  const found = matchedBy === null ? '' : FOUND_BY[matchedBy];
  if (match === 'same') {
    return <span title={found}>{MATCH_WORDS.same}</span>;
  }
  return (
    <span title={[note, found].filter((words) => words !== '').join('; ')}>
      <Badge
        tone={match === 'new' || match === 'gone' ? 'warning' : 'info'}
        icon={<Sign aria-hidden="true" />}
      >
        {MATCH_WORDS[match]}
      </Badge>
    </span>
  );
}
