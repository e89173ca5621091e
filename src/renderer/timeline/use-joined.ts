import { useCallback, useEffect, useState } from 'react';
import type { DynoError } from '../../contract/errors.ts';
import { asDynoError } from '../../contract/errors.ts';
import type { TraceInfo } from '../../contract/trace.ts';
import type { SpanSource } from '../../contract/span-source.ts';
import { clockOffsetsUs } from '../../core/analysis/spans/clock-offsets.ts';
import { joinedSource, type JoinedSource } from '../../core/analysis/spans/joined-source.ts';
import { openTraceSource } from '../state/trace-source.ts';

export interface TimelineTrace {
  readonly info: TraceInfo;
  /** Added to what its clock says already. */
  readonly offsetUs: number;
  readonly label: string;
}

export type Joined =
  | { readonly kind: 'opening' }
  | { readonly kind: 'failed'; readonly error: DynoError }
  | { readonly kind: 'open'; readonly joined: JoinedSource };

export interface JoinedTraces {
  readonly state: Joined;
  /** Of an answer that did not come although the traces are open. */
  readonly failure: DynoError | null;
  readonly tryAgain: () => void;
}

/** Opens what is to be shown, on one clock. What is open stays so while another is added or moved. */
export function useJoined(traces: readonly TimelineTrace[]): JoinedTraces {
  const [attempt, setAttempt] = useState(0);
  const [sources, setSources] = useState<readonly SpanSource[] | DynoError | null>(null);
  const [state, setState] = useState<Joined>({ kind: 'opening' });
  const [failure, setFailure] = useState<DynoError | null>(null);
  const ids = traces.map(({ info }) => info.id).join(' ');
  useEffect(() => {
    let isGone = false;
    const fail = (error: DynoError): void => {
      if (!isGone) setFailure(error);
    };
    Promise.all(ids.split(' ').map((id) => openTraceSource(id, fail))).then(
      (opened) => {
        if (!isGone) setSources(opened);
      },
      (error: unknown) => {
        if (!isGone) setSources(asDynoError(error));
      },
    );
    return () => {
      isGone = true;
    };
  }, [ids, attempt]);
  useEffect(() => {
    if (sources === null) return;
    if (!Array.isArray(sources)) return setState({ kind: 'failed', error: sources as DynoError });
    // Another set of traces is on its way.
    if (sources.length !== traces.length) return;
    const clocks = clockOffsetsUs(traces.map(({ info }) => info));
    const parts = traces.map(({ label, offsetUs }, place) => ({
      label: traces.length === 1 ? '' : label,
      source: sources[place] as SpanSource,
      offsetUs: (clocks[place] ?? 0) + offsetUs,
    }));
    setState({ kind: 'open', joined: joinedSource(parts) });
  }, [sources, traces]);
  const tryAgain = useCallback(() => {
    setFailure(null);
    setAttempt((before) => before + 1);
  }, []);
  return { state, failure, tryAgain };
}
