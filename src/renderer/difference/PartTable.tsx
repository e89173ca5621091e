import { useMemo, useState, type ReactNode } from 'react';
import { formatDuration } from '../../contract/units.ts';
import {
  contribution,
  isUnclear,
  signedDuration,
  signedShare,
} from '../../core/analysis/difference/shown/delta-words.ts';
import { Switch } from '../components/Switch.tsx';
import type { FootRow } from '../pages/traces/table/columns.ts';
import { TablePanel } from '../pages/traces/table/TablePanel.tsx';
import { exportNameOf, type Shown } from './difference-place.ts';
import { partColumns } from './part-columns.tsx';
import { partRows, sumsOf, type PartRow } from './part-rows.ts';

/** Every part with its times; what they add up to, and what is left. */
export function PartTable({ difference, part, onPart }: Shown) {
  const [isClearOnly, setClearOnly] = useState(false);
  const rows = useMemo(() => partRows(difference), [difference]);
  const columns = useMemo(() => partColumns(difference), [difference]);
  const shown = useMemo(
    () => (isClearOnly ? rows.filter((row) => row.part.isClear) : rows),
    [rows, isClearOnly],
  );
  const unclear = useMemo(() => rows.filter((row) => isUnclear(row.part)).length, [rows]);
  return (
    <TablePanel<PartRow>
      title={difference.kind === 'runs' ? 'Operators' : 'Names'}
      items={shown}
      columns={columns}
      sortedBy=""
      exportName={exportNameOf(difference)}
      empty={
        isClearOnly
          ? 'No part differs by more than its interval: what each of them moved by may be noise.'
          : 'Neither of the two has any part.'
      }
      selected={part === null ? null : (rows[part] ?? null)}
      onOpen={(row) => onPart(row.place === part ? null : row.place)}
      foot={(items) => footOf(difference, rows, items)}
      tools={
        <Switch
          label="Clear ones only"
          checked={isClearOnly}
          disabled={unclear === 0 && !isClearOnly}
          onChange={setClearOnly}
        />
      }
    >
      {asideOf(difference, unclear)}
    </TablePanel>
  );
}

function footOf(
  { aMs, bMs, deltaMs, residualMs, outsideDeltaMs, drift }: Shown['difference'],
  all: readonly PartRow[],
  shown: readonly PartRow[],
): readonly FootRow[] {
  const ofDelta = (ms: number): string => contribution(ms, deltaMs);
  const sums = sumsOf(all);
  const part = sumsOf(shown);
  const own = (ms: number): Readonly<Record<string, string>> =>
    drift === null ? {} : { own: signedDuration(ms) };
  return [
    ...(shown.length === all.length
      ? []
      : [
          {
            key: 'shown',
            label: `Shown here (${shown.length})`,
            cells: {
              a: formatDuration(part.aMs),
              b: formatDuration(part.bMs),
              delta: signedDuration(part.deltaMs),
              share: ofDelta(part.deltaMs),
              ...own(part.ownDeltaMs),
            },
          },
        ]),
    {
      key: 'parts',
      label: `All parts (${all.length})`,
      cells: {
        a: formatDuration(sums.aMs),
        b: formatDuration(sums.bMs),
        delta: signedDuration(sums.deltaMs),
        share: ofDelta(sums.deltaMs),
        ...own(sums.ownDeltaMs),
      },
    },
    {
      key: 'residual',
      label:
        outsideDeltaMs === null
          ? 'Residual'
          : `Residual, ${signedDuration(outsideDeltaMs)} of it outside of operators`,
      cells: {
        a: formatDuration(aMs - sums.aMs),
        b: formatDuration(bMs - sums.bMs),
        delta: signedDuration(residualMs),
        share: ofDelta(residualMs),
      },
    },
    {
      key: 'whole',
      label: 'Together',
      cells: {
        a: formatDuration(aMs),
        b: formatDuration(bMs),
        delta: signedDuration(deltaMs),
        share: contribution(deltaMs, deltaMs),
      },
    },
  ];
}

function asideOf({ drift, matched }: Shown['difference'], unclear: number): ReactNode {
  const { byName, byTensor, byStructure, onlyA, onlyB } = matched;
  const found = [
    [byName, 'by name'],
    [byTensor, 'by what they make'],
    [byStructure, 'by what stands around them'],
    [onlyA, 'only in A'],
    [onlyB, 'only in B'],
  ] as const;
  const words = found.filter(([count]) => count > 0).map(([count, how]) => `${count} ${how}`);
  return (
    <>
      {words.length > 0 && `Matched: ${words.join(', ')}. `}
      {unclear > 0 && `${unclear} moved by no more than their interval: that may be noise. `}
      {drift !== null &&
        `All unchanged ones moved by ${signedShare(drift.factor - 1, 1)} alike, ${signedDuration(drift.ms)}: that is the machine rather than any of them.`}
    </>
  );
}
