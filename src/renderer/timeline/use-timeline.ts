import { useCallback, useEffect, useMemo, useState } from 'react';
import type { TimeRange } from '../../contract/span-source.ts';
import type { SpanLink } from '../../contract/trace-view.ts';
import type { JoinedSource } from '../../core/analysis/spans/joined-source.ts';
import { timelineLayout } from '../../core/charts/timeline/timeline-strips.ts';
import { usePalette } from '../charts/palette.ts';
import { useFlame, type Flame } from '../flame/use-flame.ts';
import { placedCounters, timelineAsks, type TimelineAsks } from './timeline-asks.ts';
import type { TimelineShown } from './timeline-painter.ts';
import type { TimelineTrace } from './use-joined.ts';

export interface Timeline {
  readonly joined: JoinedSource;
  readonly flame: Flame;
  readonly asks: TimelineAsks;
  readonly shown: TimelineShown;
  /** What the axis calls zero: the first start of the first trace. */
  readonly originUs: number;
  readonly links: readonly SpanLink[];
  fold(key: string): void;
  foldAll(isFolded: boolean): void;
  jumpTo(fromUs: number, toUs: number): void;
  /** Selects a span and brings it into view, unfolding what it lies in. */
  goTo(span: number): Promise<void>;
  step(by: 1 | -1): Promise<void>;
}

export interface TimelineOptions {
  readonly traces: readonly TimelineTrace[];
  readonly joined: JoinedSource;
  readonly opensAt: TimeRange | null;
  readonly query: string;
  readonly showsAllLinks: boolean;
}

/** Where a timeline looks, what is folded in it, and what is selected. */
export function useTimeline({ traces, joined, opensAt, query, showsAllLinks }: TimelineOptions): Timeline {
  const palette = usePalette();
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const infos = useMemo(() => traces.map(({ info }) => info), [traces]);
  const counters = useMemo(() => placedCounters(joined, infos), [joined, infos]);
  const asks = useMemo(() => timelineAsks(joined, infos, counters), [joined, infos, counters]);
  const layout = useMemo(
    () => timelineLayout(joined.tracks, counters, folded, joined.rowCount),
    [joined, counters, folded],
  );
  const [first] = joined.parts;
  const originUs = first === undefined ? 0 : first.source.fromUs + first.offsetUs;
  const opens = useMemo(
    () => (opensAt === null ? null : { fromUs: opensAt.fromUs + originUs, toUs: opensAt.toUs + originUs }),
    [opensAt, originUs],
  );
  const flame = useFlame(joined, query, opens, layout.rowCount);
  const { viewport, picked, pickSpan } = flame;
  useEffect(() => {
    if (opens !== null) viewport.focus(opens.fromUs, opens.toUs);
  }, [viewport, opens]);
  const selected = picked.kind === 'span' ? picked.facts.id : null;
  const [links, setLinks] = useState<readonly SpanLink[]>([]);
  useEffect(() => {
    setLinks([]);
    if (selected === null) return;
    let isGone = false;
    asks.linksOf(selected).then(
      (found) => {
        if (!isGone) setLinks(found);
      },
      // The span itself is told of; that its links did not come is told where they would stand.
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, [asks, selected]);
  const shown = useMemo(
    () => ({
      flame,
      layout,
      asks,
      palette,
      originUs,
      counterUnits: counters.map(({ unit }) => unit),
      bookmarks: [],
      links,
      showsAllLinks,
    }),
    [flame, layout, asks, palette, originUs, counters, links, showsAllLinks],
  );
  const fold = useCallback((key: string) => {
    setFolded((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });
  }, []);
  const foldAll = useCallback(
    (isFolded: boolean) => {
      const groups = layout.strips.filter(({ kind }) => kind === 'group').map(({ key }) => key);
      setFolded(new Set(isFolded ? groups : []));
    },
    [layout],
  );
  const jumpTo = useCallback(
    (fromUs: number, toUs: number) => {
      const { view } = viewport;
      // A moment is brought into the middle, a stretch fills the view.
      if (toUs > fromUs) viewport.focus(fromUs, toUs);
      else viewport.pan((fromUs - (view.fromUs + view.toUs) / 2) / (view.toUs - view.fromUs), 0);
    },
    [viewport],
  );
  const goTo = useCallback(
    async (span: number) => {
      const facts = await joined.span(span);
      if (facts === null) return;
      pickSpan(span);
      const row = layout.shownRow[facts.row] ?? -1;
      const endUs = facts.startUs + facts.durationUs;
      if (row >= 0) return viewport.reveal(row, facts.startUs, endUs);
      // All of its process and track: which of them is folded is not worth telling apart.
      const open = timelineLayout(joined.tracks, counters, new Set(), joined.rowCount);
      setFolded(new Set());
      viewport.setSource({ fromUs: joined.fromUs, toUs: joined.toUs, rowCount: open.rowCount });
      viewport.reveal(open.shownRow[facts.row] ?? 0, facts.startUs, endUs);
    },
    [joined, counters, layout, viewport, pickSpan],
  );
  const step = useCallback(
    async (by: 1 | -1) => {
      const found = await joined.nextMatch(query, selected, by);
      if (found !== null) await goTo(found);
    },
    [joined, query, selected, goTo],
  );
  return useMemo(
    () => ({ joined, flame, asks, shown, originUs, links, fold, foldAll, jumpTo, goTo, step }),
    [joined, flame, asks, shown, originUs, links, fold, foldAll, jumpTo, goTo, step],
  );
}
