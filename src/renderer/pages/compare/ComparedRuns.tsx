import { ArrowLeftRight, Ellipsis, Flag, X } from 'lucide-react';
import type { Run } from '../../../contract/run.ts';
import { MOST_COMPARED } from '../../../contract/side-by-side.ts';
import { formatDuration } from '../../../contract/units.ts';
import { sideLabel } from '../../../core/analysis/side-by-side/side-label.ts';
import { Button } from '../../components/Button.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Menu } from '../../components/Menu.tsx';
import { navigate } from '../../state/navigation.ts';
import { useRun } from '../../state/queries.ts';
import { workOf } from '../runs/work-of.ts';
import { runTitle } from '../runs/run-title.ts';
import { shortTime } from '../runs/when.ts';
import { RunPicker } from './RunPicker.tsx';
import { SideMark } from './SideMark.tsx';
import styles from './ComparedRuns.module.css';

export interface ComparedRunsProps {
  readonly chosen: readonly string[];
  readonly onChange: (runs: readonly string[]) => void;
}

/** The runs that are compared, in order; the first is the reference. */
export function ComparedRuns({ chosen, onChange }: ComparedRunsProps) {
  const [a, b] = chosen;
  return (
    <div className={styles.bar}>
      <ul className={styles.runs} aria-label="Compared runs">
        {chosen.map((id, index) => (
          <li key={id} className={styles.item}>
            <ChosenRun
              id={id}
              index={index}
              onReference={() => onChange([id, ...chosen.filter((other) => other !== id)])}
              onRemove={() => onChange(chosen.filter((other) => other !== id))}
            />
          </li>
        ))}
        {chosen.length < MOST_COMPARED && (
          <li className={styles.add}>
            <RunPicker chosen={chosen} onPick={(id) => onChange([...chosen, id])} />
          </li>
        )}
      </ul>
      {chosen.length === 2 && a !== undefined && b !== undefined && (
        <Button kind="quiet" icon={<ArrowLeftRight />} onClick={() => onChange([b, a])}>
          Swap A and B
        </Button>
      )}
    </div>
  );
}

interface ChosenRunProps {
  readonly id: string;
  readonly index: number;
  readonly onReference: () => void;
  readonly onRemove: () => void;
}

function ChosenRun({ id, index, onReference, onRemove }: ChosenRunProps) {
  const { data: run, error } = useRun(id);
  const label = sideLabel(index);
  return (
    <div className={styles.run}>
      <SideMark index={index} />
      <span className={styles.words}>
        {run === undefined ? (
          <span className={styles.absent}>{error === null ? 'Loading' : `No run ${id}`}</span>
        ) : (
          <>
            <a
              className={styles.name}
              href={`#/runs/${encodeURIComponent(run.id)}`}
              dir="auto"
              title={runTitle(run)}
            >
              {runTitle(run)}
            </a>
            <Details run={run} />
          </>
        )}
      </span>
      <Menu
        trigger={
          <IconButton label={`Actions for ${label}`}>
            <Ellipsis />
          </IconButton>
        }
        items={[
          {
            label: 'Make it the reference',
            icon: <Flag />,
            disabled: index === 0,
            onSelect: onReference,
          },
          { label: 'Open run', onSelect: () => navigate({ page: 'run', runId: id }) },
          { label: 'Remove from the comparison', icon: <X />, separated: true, onSelect: onRemove },
        ]}
      />
    </div>
  );
}

function Details({ run }: { readonly run: Run }) {
  return (
    <span className={styles.details}>
      {!runTitle(run).includes(run.model.name) && <span dir="auto">{run.model.name}</span>}
      <span>{run.config.provider}</span>
      <span>{workOf(run)}</span>
      <span>{run.latencyMs === null ? run.status : formatDuration(run.latencyMs.p50)}</span>
      <span>{shortTime(run.createdAt, Date.now())}</span>
    </span>
  );
}
