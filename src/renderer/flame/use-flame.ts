import { useCallback, useEffect, useMemo, useState } from 'react';
import type { SpanFacts, SpanSource, TimeRange } from '../../contract/span-source.ts';
import { Viewport } from './viewport.ts';

/** What one has picked: a span or a stretch of time. */
export type Picked =
  | { readonly kind: 'none' }
  | { readonly kind: 'span'; readonly facts: SpanFacts }
  | { readonly kind: 'range'; readonly range: TimeRange };

export interface Flame {
  readonly source: SpanSource;
  readonly viewport: Viewport;
  readonly query: string;
  readonly picked: Picked;
  pickSpan(id: number | null): void;
  pickRange(range: TimeRange): void;
}

export const NOTHING: Picked = { kind: 'none' };

/** One chart's state: where it looks, and what is picked in it. */
export function useFlame(
  source: SpanSource,
  query: string,
  opensAt: TimeRange | null = null,
  /** Where not all of its rows are shown, or more than those. */
  rowCount = source.rowCount,
): Flame {
  const viewport = useMemo(() => new Viewport(), []);
  const [picked, setPicked] = useState<Picked>(NOTHING);
  const { fromUs, toUs } = source;
  useEffect(
    () => viewport.setSource({ fromUs, toUs, rowCount }, opensAt),
    [viewport, fromUs, toUs, rowCount, opensAt],
  );
  const pickSpan = useCallback(
    (id: number | null) => {
      if (id === null) return setPicked(NOTHING);
      void source.span(id).then((facts) => {
        setPicked(facts === null ? NOTHING : { kind: 'span', facts });
      });
    },
    [source],
  );
  const pickRange = useCallback((range: TimeRange) => setPicked({ kind: 'range', range }), []);
  return useMemo(
    () => ({ source, viewport, query, picked, pickSpan, pickRange }),
    [source, viewport, query, picked, pickSpan, pickRange],
  );
}
