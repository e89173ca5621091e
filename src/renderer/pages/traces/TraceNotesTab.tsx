import { useEffect, useState } from 'react';
import { asDynoError } from '../../../contract/errors.ts';
import type { TraceInfo, TraceNotes } from '../../../contract/trace.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Field } from '../../components/Field.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { FactTable } from '../run/FactTable.tsx';
import { api } from '../../state/connection.ts';
import { queryClient } from '../../state/queries.ts';
import { queryKeys } from '../../state/query-keys.ts';
import { useTraceNotes } from '../../state/traces.ts';
import styles from './TraceNotesTab.module.css';

const PAUSE_MS = 600;

/** What was thought about the trace, and what the trace says of itself. */
export function TraceNotesTab({ info }: { readonly info: TraceInfo }) {
  const { data: notes, error, isPending, refetch } = useTraceNotes(info.id);
  return (
    <div className={styles.stack}>
      {isPending ? (
        <Loading label="Loading the notes">
          <Skeleton count={3} />
        </Loading>
      ) : notes === undefined ? (
        <ErrorState error={error} inline onRetry={() => void refetch()} />
      ) : (
        <Notes traceId={info.id} notes={notes} />
      )}
      <Panel flush title="The trace">
        <FactTable caption="The trace" facts={factsOf(info)} />
      </Panel>
    </div>
  );
}

function factsOf(info: TraceInfo) {
  const { path, baseNs, strings, links, devices, facts } = info;
  const rows: readonly (readonly [string, string])[] = [
    ['File', path],
    ['Begins at (ns)', baseNs],
    ['Names and texts', String(strings)],
    ['Links', String(links)],
    ...devices.map(({ id, name }) => [`Device ${id}`, name] as const),
    ...facts.map(({ name, value }) => [name, value.slice(0, 2000)] as const),
  ];
  return rows.map(([label, value], place) => ({ id: `${place}`, label, value }));
}

function Notes({ traceId, notes }: { readonly traceId: string; readonly notes: TraceNotes }) {
  const [text, setText] = useState(notes.text);
  const [state, setState] = useState('Saved as you type');
  useEffect(() => {
    if (text === notes.text) return;
    const timer = setTimeout(() => {
      // Bookmarks may have changed meanwhile, on the timeline or in another window.
      api
        .getTraceNotes(traceId)
        .then((now) => api.saveTraceNotes(traceId, { ...now, text }))
        .then(
          () => {
            setState('Saved');
            void queryClient.invalidateQueries({ queryKey: queryKeys.traceNotes(traceId) });
          },
          (error: unknown) => setState(`Not saved: ${asDynoError(error).message}`),
        );
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [traceId, text, notes.text]);
  return (
    <Panel
      title="Notes"
      actions={
        <span role="status" className={styles.state}>
          {state}
        </span>
      }
    >
      <Field label="Notes" labelHidden>
        {(ids) => (
          <textarea
            {...ids}
            className={styles.notes}
            rows={10}
            placeholder="What was seen, and where. Bookmarks are set on the timeline."
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setState('Not saved yet');
            }}
          />
        )}
      </Field>
    </Panel>
  );
}
