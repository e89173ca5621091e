import { useState } from 'react';
import { Disclosure } from '../components/Disclosure.tsx';
import { TextField } from '../components/TextField.tsx';
import type { TimelineTrace } from './use-joined.ts';
import styles from './TraceTimeline.module.css';

export interface ClockOffsetsProps {
  readonly traces: readonly TimelineTrace[];
  /** Microseconds by trace, beside what its clock says. */
  readonly moved: ReadonlyMap<string, number>;
  readonly onMove: (moved: ReadonlyMap<string, number>) => void;
}

/** Moves one trace against the first: clocks of two machines are never quite the same. */
export function ClockOffsets({ traces, moved, onMove }: ClockOffsetsProps) {
  return (
    <div className={styles.part}>
      <Disclosure title="Clock offsets">
        <ul className={styles.bookmarks}>
          {traces.slice(1).map(({ info, label }) => (
            <li key={info.id} className={styles.bookmark}>
              <Offset
                label={label}
                us={moved.get(info.id) ?? 0}
                onMove={(us) => onMove(new Map(moved).set(info.id, us))}
              />
            </li>
          ))}
        </ul>
      </Disclosure>
    </div>
  );
}

interface OffsetProps {
  readonly label: string;
  readonly us: number;
  readonly onMove: (us: number) => void;
}

function Offset({ label, us, onMove }: OffsetProps) {
  const [draft, setDraft] = useState(String(us));
  return (
    <TextField
      label={`${label}, later by (µs)`}
      inputMode="decimal"
      value={draft}
      onChange={(text) => {
        setDraft(text);
        const wanted = Number(text.trim().replace(',', '.'));
        if (text.trim() !== '' && Number.isFinite(wanted)) onMove(wanted);
      }}
    />
  );
}
