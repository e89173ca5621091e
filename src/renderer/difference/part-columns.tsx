import type { Difference } from '../../contract/difference.ts';
import { formatDuration, formatNumber } from '../../contract/units.ts';
import {
  MATCH_WORDS,
  percentOf,
  signedDuration,
  signedInterval,
} from '../../core/analysis/difference/shown/delta-words.ts';
import { familyWords } from '../../core/charts/family-hue.ts';
import type { DataColumn } from '../pages/traces/table/columns.ts';
import { DeltaBar } from './DeltaBar.tsx';
import { MatchBadge } from './MatchBadge.tsx';
import type { PartRow } from './part-rows.ts';

/** Of a difference: times are those of its whole, shares those of its delta. */
export function partColumns(difference: Difference): readonly DataColumn<PartRow>[] {
  const { deltaMs, drift, kind, parts } = difference;
  const most = parts.reduce(
    (max, part) => Math.max(max, Math.abs(part.deltaMs), ...(part.deltaCi95 ?? []).map(Math.abs)),
    0,
  );
  const hasIntervals = parts.some(({ deltaCi95 }) => deltaCi95 !== null);
  const isOfRuns = kind === 'runs';
  const columns: readonly (DataColumn<PartRow> | null)[] = [
    {
      id: 'name',
      title: isOfRuns ? 'Operator' : 'Name',
      kind: 'text',
      width: 'minmax(220px, 1.4fr)',
      value: ({ part }) => part.name,
    },
    {
      id: 'match',
      title: 'Match',
      help: 'What became of it from A to B.',
      kind: 'text',
      width: '104px',
      canGroup: true,
      value: ({ part }) => MATCH_WORDS[part.match],
      render: ({ part }) => <MatchBadge part={part} />,
    },
    {
      id: 'a',
      title: 'A',
      kind: 'number',
      width: '84px',
      isSummed: true,
      value: ({ part }) => part.a?.ms ?? null,
      format: formatDuration,
    },
    {
      id: 'b',
      title: 'B',
      kind: 'number',
      width: '84px',
      isSummed: true,
      value: ({ part }) => part.b?.ms ?? null,
      format: formatDuration,
    },
    {
      id: 'delta',
      title: 'B − A',
      help: 'Right of the middle slower, left of it faster; the line is the 95 % interval.',
      kind: 'number',
      width: '196px',
      isSummed: true,
      value: ({ part }) => part.deltaMs,
      format: signedDuration,
      render: ({ part }) => <DeltaBar part={part} most={most} />,
    },
    drift === null
      ? null
      : {
          id: 'own',
          title: 'By itself',
          help: 'Less what all unchanged operators moved by alike.',
          kind: 'number',
          width: '88px',
          isSummed: true,
          value: ({ part }) => part.ownDeltaMs,
          format: signedDuration,
        },
    {
      id: 'share',
      title: 'Of the change',
      help: 'Of all that B differs from A by: below zero where it went against that, more than 100 % where others did.',
      kind: 'number',
      width: '96px',
      isSummed: true,
      value: ({ part }) => (deltaMs === 0 ? null : (100 * part.deltaMs) / deltaMs),
      format: percentOf,
    },
    hasIntervals
      ? {
          id: 'interval',
          title: '95 % interval',
          kind: 'text',
          width: '148px',
          value: ({ part }) => signedInterval(part.deltaCi95) || '—',
        }
      : null,
    isOfRuns
      ? {
          id: 'module',
          title: 'Module',
          kind: 'text',
          width: 'minmax(140px, 1fr)',
          canGroup: true,
          value: ({ module }) => module || '—',
        }
      : null,
    isOfRuns
      ? {
          id: 'op',
          title: 'Operation',
          kind: 'text',
          width: '150px',
          canGroup: true,
          value: ({ ops }) => ops || '—',
        }
      : null,
    {
      id: 'family',
      title: 'Family',
      kind: 'text',
      width: '112px',
      canGroup: true,
      value: ({ part }) => familyWords(part.family),
    },
    {
      id: 'count',
      title: isOfRuns ? 'Operators' : 'Calls',
      kind: 'text',
      width: '84px',
      value: ({ part: { a, b } }) => countWords(a?.count ?? 0, b?.count ?? 0),
    },
    isOfRuns
      ? {
          id: 'provider',
          title: 'Provider',
          kind: 'text',
          width: '112px',
          value: ({ providers }) => providers || '—',
        }
      : null,
    isOfRuns
      ? {
          id: 'shapes',
          title: 'Output shapes',
          kind: 'text',
          width: 'minmax(180px, 1fr)',
          value: ({ shapes }) => shapes || '—',
        }
      : null,
    {
      id: 'note',
      title: 'Note',
      kind: 'text',
      width: 'minmax(160px, 1fr)',
      value: ({ part }) => part.note || '—',
    },
  ];
  return columns.filter((column) => column !== null);
}

/** Of a mean step, calls need be no whole number. */
function countWords(a: number, b: number): string {
  return a === b ? formatNumber(a) : `${formatNumber(a)} → ${formatNumber(b)}`;
}
